//! The part of CBOR (RFC 8949) that authenticators write (CTAP2 canonical form): definite lengths, whole numbers, no
//! tags.

/// How deep structures may lie in each other; attestation needs three.
const DEEPEST: u8 = 8;

/// A data item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Number(i64),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Item>),
    Map(Vec<(Item, Item)>),
    /// `true`, `false`, `null` and the like, by their number.
    Simple(u8),
}

impl Item {
    /// The value under a text key of a map.
    pub(super) fn named(&self, name: &str) -> Option<&Self> {
        self.under(&Self::Text(name.to_owned()))
    }

    /// The value under a number key of a map.
    pub(super) fn numbered(&self, label: i64) -> Option<&Self> {
        self.under(&Self::Number(label))
    }

    fn under(&self, wanted: &Self) -> Option<&Self> {
        if let Self::Map(entries) = self {
            entries
                .iter()
                .find(|(key, _)| key == wanted)
                .map(|(_, value)| value)
        } else {
            None
        }
    }
}

/// The first item of `bytes`, and what follows it. `None` when there is no sound item.
pub(super) fn read(bytes: &[u8]) -> Option<(Item, &[u8])> {
    item(bytes, DEEPEST)
}

fn item(bytes: &[u8], depth: u8) -> Option<(Item, &[u8])> {
    let depth = depth.checked_sub(1)?;
    let (first, rest) = bytes.split_first()?;
    let (kind, (argument, rest)) = (first >> 5, argument(first & 0x1f, rest)?);
    match kind {
        0 => Some((Item::Number(i64::try_from(argument).ok()?), rest)),
        1 => Some((Item::Number(-1 - i64::try_from(argument).ok()?), rest)),
        2 | 3 => {
            let (content, rest) = rest.split_at_checked(usize::try_from(argument).ok()?)?;
            let item = if kind == 2 {
                Item::Bytes(content.to_vec())
            } else {
                Item::Text(String::from_utf8(content.to_vec()).ok()?)
            };
            Some((item, rest))
        }
        4 => {
            let (mut items, mut rest) = (Vec::new(), rest);
            for _ in 0..argument {
                let (next, after) = item(rest, depth)?;
                items.push(next);
                rest = after;
            }
            Some((Item::List(items), rest))
        }
        5 => {
            let (mut entries, mut rest) = (Vec::new(), rest);
            for _ in 0..argument {
                let (key, after) = item(rest, depth)?;
                let (value, after) = item(after, depth)?;
                entries.push((key, value));
                rest = after;
            }
            Some((Item::Map(entries), rest))
        }
        7 if first & 0x1f < 24 => Some((Item::Simple(u8::try_from(argument).ok()?), rest)),
        _ => None,
    }
}

fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let length = match short {
        0..=23 => return Some((u64::from(short), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (bytes, rest) = rest.split_at_checked(length)?;
    let number = bytes
        .iter()
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    Some((number, rest))
}

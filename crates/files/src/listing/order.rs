//! In which order rows are shown, and how sorted rows are put among sorted rows.

use std::cmp::Ordering;

use super::natural;
use super::pack::Pack;

/// What to sort by. Folders come first; unless the order is by name, they stand in the order of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// The name, naturally and regardless of case: `file2` before `file10`.
    Name,
    /// The size, and among equals the name.
    Size,
    /// The time of the last change, and among equals the name.
    Modified,
    /// The kind, then the ending of the name, and among equals the name.
    Type,
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) by: SortBy,
    pub(super) descending: bool,
}

impl Order {
    /// Compares two rows by their numbers. Rows that are alike in everything stand as they came.
    pub(super) fn compare(self, pack: &Pack, left: u32, right: u32) -> Ordering {
        let (Some((a, left_name)), Some((b, right_name))) = (pack.get(left), pack.get(right)) else {
            return left.cmp(&right);
        };
        let by_name = || natural::compare(left_name, right_name);
        let turned = |order: Ordering| if self.descending { order.reverse() } else { order };
        b.folder()
            .cmp(&a.folder())
            .then_with(|| match self.by {
                SortBy::Name => turned(by_name()),
                SortBy::Size | SortBy::Modified | SortBy::Type if a.folder() => by_name(),
                SortBy::Size => turned(a.size.cmp(&b.size)).then_with(by_name),
                SortBy::Modified => turned(a.modified.cmp(&b.modified)).then_with(by_name),
                SortBy::Type => turned(
                    a.kind
                        .cmp(&b.kind)
                        .then_with(|| compare_endings(left_name, right_name)),
                )
                .then_with(by_name),
            })
            .then(left.cmp(&right))
    }

    pub(super) fn sort(self, pack: &Pack, rows: &mut [u32]) {
        rows.sort_unstable_by(|&a, &b| self.compare(pack, a, b));
    }
}

/// Compares what stands behind the last dot, regardless of case.
fn compare_endings(left: &str, right: &str) -> Ordering {
    fn ending(name: &str) -> impl Iterator<Item = u8> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        ending.bytes().map(|byte| byte.to_ascii_lowercase())
    }
    ending(left).cmp(ending(right))
}

/// Puts the sorted `fresh` into the sorted `order` and says whether anything in `order` had to move. Few comparisons
/// and few block moves, so that a page costs little even in a folder of a million rows.
pub(super) fn merge(order: &mut Vec<u32>, fresh: &[u32], compare: impl Fn(u32, u32) -> Ordering) -> bool {
    let (Some(&first), Some(&last)) = (fresh.first(), fresh.last()) else {
        return false;
    };
    let known = order.len();
    let place_of =
        |order: &[u32], row: u32| order.partition_point(|&other| compare(other, row) == Ordering::Less);
    if order
        .last()
        .is_none_or(|&end| compare(end, first) == Ordering::Less)
    {
        order.extend_from_slice(fresh);
        return false;
    }
    let (lowest, highest) = (place_of(order, first), place_of(order, last));
    if lowest == highest {
        order.splice(lowest..lowest, fresh.iter().copied());
        return true;
    }
    let mut end = known;
    order.extend_from_slice(fresh);
    for (left, &row) in fresh.iter().enumerate().rev() {
        let place = place_of(&order[..end], row);
        order.copy_within(place..end, place + left + 1);
        order[place + left] = row;
        end = place;
    }
    true
}

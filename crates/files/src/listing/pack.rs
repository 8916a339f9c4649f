//! The rows of a listing as they came, packed: names in shared strings, 48 bytes a row beside them. A row never moves
//! and is known by its number. A clone shares what is full, so that sorting and searching need no lock.

use std::sync::Arc;

use time::OffsetDateTime;

use super::etag::Etag;
use crate::Kind;

/// How many rows a segment holds: a power of two.
const SEGMENT: usize = 1 << 12;

/// A row as it is put in and taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// The key below the folder, without a folder's `/`.
    pub(super) name: &'a str,
    pub(super) folder: bool,
    pub(super) size: u64,
    pub(super) modified: Option<OffsetDateTime>,
    /// As the service writes it, in quotes.
    pub(super) etag: Option<&'a str>,
}

/// What is kept of a row beside its name.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    pub(super) size: u64,
    /// Seconds since the Unix epoch; 0 where the service says nothing.
    pub(super) modified: i64,
    etag: Etag,
    start: u32,
    length: u16,
    pub(super) kind: Kind,
}

impl Packed {
    pub(super) fn folder(&self) -> bool {
        self.kind == Kind::Folder
    }

    pub(super) fn modified(&self) -> Option<OffsetDateTime> {
        OffsetDateTime::from_unix_timestamp(self.modified)
            .ok()
            .filter(|_| self.modified != 0)
    }
}

#[derive(Debug, Clone, Default)]
struct Segment {
    names: String,
    rows: Vec<Packed>,
    /// The ETags that are no MD5, by place in the segment.
    odd: Vec<(u16, Box<str>)>,
}

/// All rows of a listing. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Pack {
    segments: Vec<Arc<Segment>>,
    rows: u32,
}

impl Pack {
    pub(super) fn len(&self) -> u32 {
        self.rows
    }

    /// Puts a row at the end and tells its number. A name longer than a key can be is left out.
    pub(super) fn push(&mut self, entry: &Entry<'_>) -> Option<u32> {
        let length = u16::try_from(entry.name.len()).ok()?;
        let number = self.rows;
        let next = number.checked_add(1)?;
        let place = number as usize % SEGMENT;
        if place == 0 {
            self.close_last();
            self.segments.push(Arc::default());
        }
        let segment = Arc::make_mut(self.segments.last_mut()?);
        let start = u32::try_from(segment.names.len()).ok()?;
        segment.names.push_str(entry.name);
        let etag = Etag::pack(entry.etag);
        if etag.is_odd()
            && let (Some(text), Ok(place)) = (entry.etag, u16::try_from(place))
        {
            segment.odd.push((place, text.into()));
        }
        segment.rows.push(Packed {
            size: entry.size,
            modified: entry.modified.map_or(0, OffsetDateTime::unix_timestamp),
            etag,
            start,
            length,
            kind: if entry.folder {
                Kind::Folder
            } else {
                Kind::of(entry.name)
            },
        });
        self.rows = next;
        Some(number)
    }

    pub(super) fn get(&self, row: u32) -> Option<(&Packed, &str)> {
        let segment = self.segments.get(row as usize / SEGMENT)?;
        let packed = segment.rows.get(row as usize % SEGMENT)?;
        let start = packed.start as usize;
        let name = segment.names.get(start..start + usize::from(packed.length))?;
        Some((packed, name))
    }

    /// The ETag of a row, in quotes as the service writes it.
    pub(super) fn etag(&self, row: u32) -> Option<String> {
        let segment = self.segments.get(row as usize / SEGMENT)?;
        let place = row as usize % SEGMENT;
        let etag = &segment.rows.get(place)?.etag;
        if !etag.is_odd() {
            return etag.text();
        }
        let place = u16::try_from(place).ok()?;
        let odd = segment.odd.iter().find(|(at, _)| *at == place)?;
        Some(odd.1.to_string())
    }

    /// How many bytes it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.segments
            .iter()
            .map(|segment| segment.names.capacity() + segment.rows.capacity() * size_of::<Packed>())
            .sum()
    }

    /// A segment that is full needs no room to grow.
    fn close_last(&mut self) {
        if let Some(last) = self.segments.last_mut() {
            let last = Arc::make_mut(last);
            last.names.shrink_to_fit();
            last.rows.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_out_as_they_went_in_whatever_segment_they_are_in() {
        let mut pack = Pack::default();
        let etags = [
            Some("\"0123456789abcdef0123456789abcdef\""),
            Some("\"0123456789abcdef0123456789abcdef-17\""),
            Some("\"not an MD5\""),
            None,
        ];
        for row in 0..10_000_usize {
            pack.push(&Entry {
                name: &format!("row {row}.txt"),
                folder: row % 7 == 0,
                size: row as u64,
                modified: None,
                etag: etags[row % 4],
            });
        }
        let before = pack.clone();
        pack.push(&Entry {
            name: "later",
            folder: false,
            size: 0,
            modified: None,
            etag: None,
        });

        assert_eq!(
            (before.len(), pack.len()),
            (10_000, 10_001),
            "a clone does not grow with the other"
        );
        for row in [0_u32, 1, 2, 3, 4_095, 4_096, 9_999] {
            let (packed, name) = before.get(row).expect("it was put in");
            assert_eq!(name, format!("row {row}.txt"));
            assert_eq!(packed.size, u64::from(row));
            assert_eq!(packed.folder(), row % 7 == 0);
            assert_eq!(before.etag(row).as_deref(), etags[row as usize % 4]);
        }
        assert!(before.get(10_000).is_none());
        assert_eq!(size_of::<Packed>(), 48);
    }
}

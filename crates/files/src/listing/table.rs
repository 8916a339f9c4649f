//! The rows of a folder, many of them in little memory: all names in one string, 32 bytes a row beside them, and a
//! list of row numbers in the order shown.

use std::cmp::Ordering;

use time::OffsetDateTime;

use super::{SortBy, natural};

/// A row as it is put in and taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    pub(super) folder: bool,
    pub(super) size: u64,
    pub(super) modified: Option<OffsetDateTime>,
}

#[derive(Debug)]
struct Stored {
    start: usize,
    size: u64,
    /// Seconds since the Unix epoch; 0 where the service says nothing.
    modified: i64,
    length: u16,
    folder: bool,
}

#[derive(Debug)]
pub(super) struct Table {
    names: String,
    rows: Vec<Stored>,
    order: Vec<u32>,
    sort: SortBy,
    descending: bool,
    revision: u32,
}

impl Table {
    pub(super) fn new(sort: SortBy, descending: bool) -> Self {
        Self {
            names: String::new(),
            rows: Vec::new(),
            order: Vec::new(),
            sort,
            descending,
            revision: 0,
        }
    }

    pub(super) fn total(&self) -> u32 {
        u32::try_from(self.order.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn revision(&self) -> u32 {
        self.revision
    }

    /// The rows from `start` on in the order shown, at most `count`.
    pub(super) fn window(&self, start: usize, count: usize) -> impl Iterator<Item = Entry<'_>> {
        self.order
            .iter()
            .skip(start)
            .take(count)
            .filter_map(|&row| self.rows.get(row as usize))
            .map(|row| Entry {
                name: self.name(row),
                folder: row.folder,
                size: row.size,
                modified: OffsetDateTime::from_unix_timestamp(row.modified)
                    .ok()
                    .filter(|_| row.modified != 0),
            })
    }

    /// Puts a page of rows in their places. Names longer than a key can be are left out.
    pub(super) fn add<'a>(&mut self, page: impl IntoIterator<Item = Entry<'a>>) {
        let first = self.rows.len();
        for entry in page {
            let Ok(length) = u16::try_from(entry.name.len()) else {
                continue;
            };
            self.rows.push(Stored {
                start: self.names.len(),
                size: entry.size,
                modified: entry.modified.map_or(0, OffsetDateTime::unix_timestamp),
                length,
                folder: entry.folder,
            });
            self.names.push_str(entry.name);
        }
        let mut fresh: Vec<u32> = (first..self.rows.len())
            .filter_map(|row| u32::try_from(row).ok())
            .collect();
        fresh.sort_unstable_by(|&a, &b| self.compare(a, b));
        let mut order = std::mem::take(&mut self.order);
        if merge(&mut order, &fresh, |a, b| self.compare(a, b)) {
            self.revision += 1;
        }
        self.order = order;
    }

    /// Sorts all rows anew.
    pub(super) fn arrange(&mut self, sort: SortBy, descending: bool) {
        (self.sort, self.descending) = (sort, descending);
        let mut order = std::mem::take(&mut self.order);
        order.sort_unstable_by(|&a, &b| self.compare(a, b));
        self.order = order;
        self.revision += 1;
    }

    fn compare(&self, left: u32, right: u32) -> Ordering {
        let (Some(a), Some(b)) = (self.rows.get(left as usize), self.rows.get(right as usize)) else {
            return left.cmp(&right);
        };
        let by_name = || natural::compare(self.name(a), self.name(b));
        let turned = |order: Ordering| if self.descending { order.reverse() } else { order };
        b.folder
            .cmp(&a.folder)
            .then_with(|| match self.sort {
                SortBy::Name => turned(by_name()),
                SortBy::Size | SortBy::Modified if a.folder => by_name(),
                SortBy::Size => turned(a.size.cmp(&b.size)).then_with(by_name),
                SortBy::Modified => turned(a.modified.cmp(&b.modified)).then_with(by_name),
            })
            .then(left.cmp(&right))
    }

    fn name(&self, row: &Stored) -> &str {
        self.names
            .get(row.start..row.start + usize::from(row.length))
            .unwrap_or_default()
    }
}

/// Puts the sorted `fresh` into the sorted `order` and says whether anything in `order` had to move. Few
/// comparisons and one pass of block moves, so that a page costs little even in a folder of a million rows.
fn merge(order: &mut Vec<u32>, fresh: &[u32], compare: impl Fn(u32, u32) -> Ordering) -> bool {
    let known = order.len();
    if let (Some(&last), Some(&first)) = (order.last(), fresh.first())
        && compare(last, first) == Ordering::Less
    {
        order.extend_from_slice(fresh);
        return false;
    }
    let mut end = known;
    order.extend_from_slice(fresh);
    for (left, &row) in fresh.iter().enumerate().rev() {
        let place = order[..end].partition_point(|&other| compare(other, row) == Ordering::Less);
        order.copy_within(place..end, place + left + 1);
        order[place + left] = row;
        end = place;
    }
    end < known
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(name: &str, size: u64, modified: i64) -> Entry<'_> {
        Entry {
            name,
            folder: false,
            size,
            modified: OffsetDateTime::from_unix_timestamp(modified).ok(),
        }
    }

    fn folder(name: &str) -> Entry<'_> {
        Entry {
            name,
            folder: true,
            size: 0,
            modified: None,
        }
    }

    fn names(table: &Table) -> Vec<&str> {
        table.window(0, usize::MAX).map(|entry| entry.name).collect()
    }

    #[test]
    fn folders_stand_first_whatever_the_order() {
        let mut table = Table::new(SortBy::Name, false);
        table.add([file("a10", 5, 30), file("a2", 9, 20), folder("z")]);
        table.add([file("b", 9, 10), folder("Y")]);

        assert_eq!(names(&table), ["Y", "z", "a2", "a10", "b"]);
        table.arrange(SortBy::Name, true);
        assert_eq!(names(&table), ["z", "Y", "b", "a10", "a2"]);
        table.arrange(SortBy::Size, true);
        assert_eq!(
            names(&table),
            ["Y", "z", "a2", "b", "a10"],
            "equal sizes and folders stay in name order"
        );
        table.arrange(SortBy::Modified, false);
        assert_eq!(names(&table), ["Y", "z", "b", "a2", "a10"]);
    }

    #[test]
    fn the_revision_grows_only_when_known_rows_move() {
        let mut table = Table::new(SortBy::Name, false);
        table.add([file("a", 0, 1), file("b", 0, 1)]);
        table.add([file("c", 0, 1), file("d", 0, 1)]);
        assert_eq!(
            table.revision(),
            0,
            "a page that follows leaves the others in place"
        );

        table.add([file("e", 0, 1), folder("f")]);
        assert_eq!(table.revision(), 1, "a folder pushes all files down");
    }

    #[test]
    fn a_row_takes_less_than_a_hundred_and_fifty_bytes() {
        let mut table = Table::new(SortBy::Name, false);
        let page: Vec<String> = (0..1_000)
            .map(|n| format!("IMG_20240102_{n:06}_some longer name.jpeg"))
            .collect();
        for _ in 0..20 {
            table.add(page.iter().map(|name| file(name, 1, 1)));
        }
        let bytes = table.names.capacity()
            + table.rows.capacity() * size_of::<Stored>()
            + table.order.capacity() * size_of::<u32>();

        assert!(
            bytes / table.rows.len() <= 150,
            "{} bytes a row",
            bytes / table.rows.len()
        );
    }

    proptest! {
        #[test]
        fn pages_end_up_as_if_sorted_at_once(pages in prop::collection::vec(
            prop::collection::vec(("[ab]{0,2}[0-9]{0,3}", any::<bool>(), 0_u64..4), 0..30), 0..8), descending: bool,
        ) {
            for sort in [SortBy::Name, SortBy::Size] {
                let (mut paged, mut whole) = (Table::new(sort, descending), Table::new(sort, descending));
                let entry = |(name, folder, size): &'_ (String, bool, u64)| (name.clone(), *folder, *size);
                for page in &pages {
                    let before: Vec<String> = names(&paged).into_iter().map(str::to_owned).collect();
                    let revision = paged.revision();
                    paged.add(page.iter().map(|(name, folder, size)| Entry {
                        name, folder: *folder, size: *size, modified: None,
                    }));
                    if paged.revision() == revision {
                        let after: Vec<&str> = names(&paged);
                        prop_assert_eq!(&after[..before.len()], &before[..]);
                    }
                }
                let all: Vec<_> = pages.iter().flatten().map(entry).collect();
                whole.add(all.iter().map(|(name, folder, size)| Entry {
                    name, folder: *folder, size: *size, modified: None,
                }));
                prop_assert_eq!(names(&paged), names(&whole));
            }
        }
    }
}

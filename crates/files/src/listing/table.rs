//! The rows of a listing as they are shown: sorted, filtered, selected. Beside the packed rows it keeps only their
//! numbers.

use std::collections::HashSet;

use super::filter::Filter;
use super::order::{Order, merge};
use super::pack::{Entry, Pack};
use super::selection::{Select, Selected, Selection};

#[derive(Debug)]
pub(super) struct Table {
    pack: Pack,
    order: Order,
    /// All rows, in order.
    sorted: Vec<u32>,
    filter: Option<Filter>,
    /// The rows that the filter lets through, in order; unused without one.
    passing: Vec<u32>,
    selection: Selection,
    /// What is to be selected when it arrives.
    expected: HashSet<Box<str>>,
    revision: u32,
}

/// What is worked out from a copy of the rows while others go on reading and writing the table.
pub(super) struct Draft {
    pack: Pack,
    order: Order,
    sorted: Vec<u32>,
    filter: Option<Filter>,
    passing: Vec<u32>,
}

impl Table {
    pub(super) fn new(order: Order) -> Self {
        Self {
            pack: Pack::default(),
            order,
            sorted: Vec::new(),
            filter: None,
            passing: Vec::new(),
            selection: Selection::default(),
            expected: HashSet::new(),
            revision: 0,
        }
    }

    /// How many rows are shown.
    pub(super) fn total(&self) -> u32 {
        u32::try_from(self.shown().len()).unwrap_or(u32::MAX)
    }

    /// How many rows are known, shown or not.
    pub(super) fn loaded(&self) -> u32 {
        self.pack.len()
    }

    pub(super) fn revision(&self) -> u32 {
        self.revision
    }

    pub(super) fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The numbers of the rows shown, in order.
    pub(super) fn shown(&self) -> &[u32] {
        match self.filter {
            Some(_) => &self.passing,
            None => &self.sorted,
        }
    }

    /// Where a row is shown.
    pub(super) fn place_of(&self, row: u32) -> Option<usize> {
        self.pack.get(row)?;
        let compare = |&other: &u32| self.order.compare(&self.pack, other, row);
        self.shown().binary_search_by(compare).ok()
    }

    /// Puts a page of rows in their places.
    pub(super) fn add<'a>(&mut self, page: impl IntoIterator<Item = Entry<'a>>) {
        let mut fresh: Vec<u32> = page
            .into_iter()
            .filter_map(|entry| self.pack.push(&entry))
            .collect();
        self.order.sort(&self.pack, &mut fresh);
        let compare = |a, b| self.order.compare(&self.pack, a, b);
        let mut moved = merge(&mut self.sorted, &fresh, compare);
        if let Some(filter) = &mut self.filter {
            let pack = &self.pack;
            fresh.retain(|&row| passes(filter, pack, row));
            moved = merge(&mut self.passing, &fresh, compare);
        }
        let all = self.selection.selected().all;
        for row in fresh {
            if all || self.is_expected(row) {
                put(&mut self.selection, &self.pack, row, true);
            }
        }
        self.revision += u32::from(moved);
    }

    /// A copy to sort or to filter, which shares the rows.
    pub(super) fn draft(&self) -> Draft {
        Draft {
            pack: self.pack.clone(),
            order: self.order,
            sorted: self.sorted.clone(),
            filter: self.filter.clone(),
            passing: self.passing.clone(),
        }
    }

    /// Takes over what was drafted, with the rows that have come since.
    pub(super) fn adopt(&mut self, draft: Draft) {
        let mut since: Vec<u32> = (draft.pack.len()..self.pack.len()).collect();
        self.order = draft.order;
        self.sorted = draft.sorted;
        self.filter = draft.filter;
        self.passing = draft.passing;
        self.order.sort(&self.pack, &mut since);
        let compare = |a, b| self.order.compare(&self.pack, a, b);
        merge(&mut self.sorted, &since, compare);
        if let Some(filter) = &mut self.filter {
            let pack = &self.pack;
            since.retain(|&row| passes(filter, pack, row));
            merge(&mut self.passing, &since, compare);
        }
        self.revision += 1;
    }

    pub(super) fn select(&mut self, how: Select) -> Selected {
        self.expected.clear();
        match how {
            Select::One(row) => {
                self.selection.clear();
                put(&mut self.selection, &self.pack, row, true);
            }
            Select::Toggle(row) => {
                let selected = !self.selection.has(row);
                self.selection.set_all(false);
                put(&mut self.selection, &self.pack, row, selected);
            }
            Select::Range(from, to) => {
                self.selection.clear();
                self.put_between(from, to);
            }
            Select::Add(from, to) => self.put_between(from, to),
            Select::All => {
                self.selection.clear();
                self.put_places(0, usize::MAX);
                self.selection.set_all(true);
            }
            Select::None => self.selection.clear(),
        }
        self.selection.selected()
    }

    pub(super) fn selected(&self) -> Selected {
        self.selection.selected()
    }

    pub(super) fn is_selected(&self, row: u32) -> bool {
        self.selection.has(row)
    }

    /// The numbers of the selected rows.
    pub(super) fn selected_rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.selection.rows()
    }

    /// Shows and selects, as rows arrive, what `before` shows and has selected of the same folder.
    pub(super) fn follow(&mut self, before: &Self) {
        self.filter.clone_from(&before.filter);
        if before.selection.selected().all {
            self.selection.set_all(true);
            return;
        }
        let names = before.selection.rows().filter_map(|row| before.pack.get(row));
        self.expected = names.map(|(_, name)| name.into()).collect();
    }

    fn is_expected(&mut self, row: u32) -> bool {
        !self.expected.is_empty()
            && self
                .pack
                .get(row)
                .is_some_and(|(_, name)| self.expected.remove(name))
    }

    fn put_between(&mut self, from: u32, to: u32) {
        if let (Some(a), Some(b)) = (self.place_of(from), self.place_of(to)) {
            self.put_places(a.min(b), a.max(b));
        }
    }

    fn put_places(&mut self, first: usize, last: usize) {
        let shown = match self.filter {
            Some(_) => &self.passing,
            None => &self.sorted,
        };
        let count = last.saturating_sub(first).saturating_add(1);
        for &row in shown.iter().skip(first).take(count) {
            put(&mut self.selection, &self.pack, row, true);
        }
    }
}

impl Draft {
    pub(super) fn arrange(&mut self, order: Order) {
        self.order = order;
        order.sort(&self.pack, &mut self.sorted);
        order.sort(&self.pack, &mut self.passing);
    }

    pub(super) fn filter(&mut self, filter: Option<Filter>) {
        self.filter = filter;
        self.passing = match &mut self.filter {
            Some(filter) => {
                let rows = self.sorted.iter().copied();
                rows.filter(|&row| passes(filter, &self.pack, row)).collect()
            }
            None => Vec::new(),
        };
    }
}

fn passes(filter: &mut Filter, pack: &Pack, row: u32) -> bool {
    pack.get(row)
        .is_some_and(|(row, name)| filter.takes(row.kind, row.size, row.modified, name))
}

fn put(selection: &mut Selection, pack: &Pack, row: u32, selected: bool) {
    if let Some((packed, _)) = pack.get(row) {
        selection.put(row, packed, selected);
    }
}

#[cfg(test)]
mod tests;

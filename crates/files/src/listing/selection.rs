//! Which rows are selected, by their numbers, so that sorting and filtering leave the selection as it is. A bit a row.

use super::pack::Packed;

/// What is selected, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selected {
    /// Files and folders.
    pub count: u32,
    /// The folders among them.
    pub folders: u32,
    /// What the files take, in bytes. What a folder holds is not known.
    pub bytes: u64,
    /// Whether everything is selected, what is still to come included.
    pub all: bool,
    /// Grows with every change.
    pub revision: u32,
}

/// How to select. Rows are named by their numbers, [`crate::Row::id`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// Only this one.
    One(u32),
    /// This one, or no longer.
    Toggle(u32),
    /// Only those from one to the other, as they stand.
    Range(u32, u32),
    /// Those from one to the other, too.
    Add(u32, u32),
    /// All that are shown.
    All,
    /// None.
    None,
}

#[derive(Debug, Default)]
pub(super) struct Selection {
    bits: Vec<u64>,
    selected: Selected,
}

impl Selection {
    pub(super) fn selected(&self) -> Selected {
        self.selected
    }

    pub(super) fn has(&self, row: u32) -> bool {
        let word = self.bits.get(row as usize / 64);
        word.is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    pub(super) fn clear(&mut self) {
        self.bits.clear();
        self.selected = Selected {
            revision: self.selected.revision + 1,
            ..Selected::default()
        };
    }

    /// Says that everything is selected, what is still to come included.
    pub(super) fn set_all(&mut self, all: bool) {
        self.selected.all = all;
    }

    pub(super) fn put(&mut self, row: u32, packed: &Packed, selected: bool) {
        if self.has(row) == selected {
            return;
        }
        let at = row as usize / 64;
        if self.bits.len() <= at {
            self.bits.resize(at + 1, 0);
        }
        if let Some(word) = self.bits.get_mut(at) {
            *word ^= 1 << (row % 64);
        }
        let sum = &mut self.selected;
        let (folder, bytes) = (u32::from(packed.folder()), packed.size);
        if selected {
            sum.count += 1;
            sum.folders += folder;
            sum.bytes = sum.bytes.saturating_add(bytes);
        } else {
            sum.count = sum.count.saturating_sub(1);
            sum.folders = sum.folders.saturating_sub(folder);
            sum.bytes = sum.bytes.saturating_sub(bytes);
        }
        sum.revision += 1;
    }

    /// The numbers of the selected rows, in the order in which they came.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        let set = self.bits.iter().enumerate().filter(|(_, word)| **word != 0);
        set.flat_map(|(at, word)| {
            let first = u32::try_from(at * 64).unwrap_or(u32::MAX);
            (0..64_u32)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| first.saturating_add(bit))
        })
    }
}

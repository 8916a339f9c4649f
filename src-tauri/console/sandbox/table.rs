//! Columns of text, as wide as they have to be.

use serde_json::Value;

/// Rows of as many cells as there are columns.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with a header; without names it has none.
    pub(super) fn new(header: &[&str]) -> Self {
        let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
        Self {
            rows: if header.is_empty() {
                Vec::new()
            } else {
                vec![header]
            },
        }
    }

    /// One more row. What would move the cursor is left out.
    pub(super) fn row<const N: usize>(&mut self, cells: [String; N]) {
        let tidy = |cell: String| cell.chars().filter(|c| !c.is_control()).collect();
        self.rows.push(cells.into_iter().map(tidy).collect());
    }

    /// The whole.
    pub(super) fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |at: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// A value as a cell shows it: a text without quotes, a list with commas, nothing for null.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_and_nothing_moves_the_cursor() {
        let mut table = Table::new(&["NAME", "X"]);
        table.row(["ada\u{1b}[2J".to_owned(), "1".to_owned()]);
        table.row(["søren".to_owned(), String::new()]);
        assert_eq!(table.text(), "NAME    X\nada[2J  1\nsøren\n");
    }
}

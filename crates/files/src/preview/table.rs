//! CSV and its kin as a table (RFC 4180, read leniently). Cells are text and nothing else: no formula is ever worked
//! out.

use csv::ReaderBuilder;

/// The most rows of a table that are shown.
const ROWS: usize = 5_000;
/// The most cells of a row that are shown.
const COLUMNS: usize = 100;
/// The most characters of a cell that are shown.
const CELL: usize = 500;
/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rows, the first of which is most often the head. Not all are equally long.
    pub rows: Vec<Vec<String>>,
    /// Whether there is more than is shown.
    pub more: bool,
}

/// The table in `text`, which is the beginning of more where `truncated`; none where it has no rows. The `key` tells
/// a table by tabulators.
pub(super) fn table(text: &str, truncated: bool, key: &str) -> Option<Table> {
    let tabulators = [".tsv", ".tab"]
        .iter()
        .any(|end| key.to_ascii_lowercase().ends_with(end));
    let delimiter = if tabulators { b'\t' } else { delimiter(text) };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut more = truncated;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else { break };
        if rows.len() == ROWS {
            more = true;
            break;
        }
        more |= record.len() > COLUMNS;
        rows.push(record.iter().take(COLUMNS).map(cell).collect());
    }
    if truncated && rows.len() > 1 {
        // The last row may be cut.
        rows.pop();
    }
    (!rows.is_empty()).then_some(Table { rows, more })
}

fn cell(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What stands most often in the first line, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(at) = DELIMITERS.iter().position(|&delimiter| delimiter == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let at = counts.iter().position(|&count| count == most).unwrap_or(0);
    DELIMITERS[at]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{COLUMNS, ROWS, table};

    fn rows(text: &str) -> Vec<Vec<String>> {
        table(text, false, "a.csv")
            .map(|table| table.rows)
            .unwrap_or_default()
    }

    #[test]
    fn each_delimiter_is_found_and_quotes_hold_anything() {
        for text in [
            "a,\"b,\nc\"\nd,e",
            "a;\"b,\nc\"\nd;e",
            "a\t\"b,\nc\"\nd\te",
            "a|\"b,\nc\"\nd|e",
        ] {
            assert_eq!(rows(text), [["a", "b,\nc"], ["d", "e"]], "{text}");
        }
        assert_eq!(
            rows("a\n1,2,3\n"),
            [vec!["a"], vec!["1", "2", "3"]],
            "uneven rows"
        );
    }

    #[test]
    fn a_formula_stays_the_text_it_is() {
        assert_eq!(
            rows("=cmd|' /C calc'!A0,@SUM(1)"),
            [["=cmd|' /C calc'!A0", "@SUM(1)"]]
        );
    }

    #[test]
    fn a_table_without_an_end_is_cut() {
        let long = "1,2\n".repeat(ROWS + 1);
        let cut = table(&long, false, "a.csv").expect("a table");
        assert!(cut.more && cut.rows.len() == ROWS);
        let wide = table(&",".repeat(10_000), false, "a.csv").expect("a table");
        assert!(wide.more && wide.rows[0].len() == COLUMNS);
        let half = table("1,2\n3,", true, "a.csv").expect("a table");
        assert_eq!(half.rows, [["1", "2"]]);
    }

    proptest! {
        #[test]
        fn whatever_is_quoted_comes_back(cells in prop::collection::vec(
            prop::collection::vec("[a-z,;\"\n =é]{1,6}", 3), 1..6)) {
            let text: String = cells.iter().map(|row| {
                let quoted: Vec<_> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                format!("{}\n", quoted.join(","))
            }).collect();
            prop_assert_eq!(rows(&text), cells);
        }

        #[test]
        fn no_text_makes_it_fall(text in any::<String>(), truncated: bool) {
            table(&text, truncated, "a.csv");
        }
    }
}

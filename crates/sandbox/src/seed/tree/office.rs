//! Papers: documents with names in many scripts, invoices, reports, and a folder long enough to scroll.

use std::fmt::Write as _;

use super::{Content, Folder, Tree, page, text};
use crate::seed::noise::Noise;

pub(super) fn documents(tree: &mut Tree, documents: &Folder) {
    let named = |text: &str| Content::Text(text.to_owned());
    tree.add(documents, "Notes on the engine.md", text(1, 6), 2024, 3);
    tree.add(documents, "Letter to Charles.txt", text(2, 3), 2024, 5);
    tree.add(
        documents,
        "Curriculum vitae.pdf",
        page("Ada Lovelace", 3),
        2025,
        1,
    );
    tree.add(documents, "Résumé – final (2).txt", text(4, 2), 2025, 2);
    tree.add(
        documents,
        "Übersicht Projekte.csv",
        named("Projekt;Stand\nMühle;läuft\nSpeicher;geplant\n"),
        2025,
        6,
    );
    tree.add(documents, "budget 2026.csv", ledger(5, 40), 2026, 1);
    tree.add(documents, "100% sure + maybe.txt", text(6, 1), 2024, 9);
    tree.add(documents, "a & b = c?.txt", text(7, 1), 2024, 9);
    tree.add(documents, "#1 [draft] 'quoted'.txt", text(8, 1), 2024, 10);
    tree.add(
        documents,
        "😀 ideas.md",
        named("# Ideas 😀\n\n- a loom for numbers\n- a card for every song\n"),
        2026,
        4,
    );
    tree.add(
        documents,
        "contacts.json",
        named("{\n  \"contacts\": [\n    { \"name\": \"Charles Babbage\", \"email\": \"charles@example.com\" },\n    \
               { \"name\": \"Mary Somerville\", \"email\": \"mary@example.com\" }\n  ]\n}\n"),
        2025,
        8,
    );
    for (folder, name, content) in [
        (
            "Русский",
            "Заметки.txt",
            "Аналитическая машина ткёт алгебраические узоры.\n",
        ),
        (
            "日本語",
            "旅行の計画.md",
            "# 旅行の計画\n\n- 京都\n- 奈良\n- 大阪\n",
        ),
        ("日本語", "メモ.txt", "歯車の見積もりは金曜日まで。\n"),
        (
            "العربية",
            "رسالة.txt",
            "تحية طيبة، نلتقي يوم الخميس لمراجعة الجداول.\n",
        ),
        ("Ελληνικά", "Σημειώσεις.txt", "Η μηχανή υφαίνει αριθμούς.\n"),
        ("עברית", "מכתב.txt", "נתראה ביום חמישי.\n"),
    ] {
        tree.add(&documents.folder(folder), name, named(content), 2025, 10);
    }
}

pub(super) fn invoices(tree: &mut Tree, invoices: &Folder) {
    for year in 2024..=2026 {
        let folder = invoices.folder(&year.to_string());
        let count = if year == 2026 { 6 } else { 18 };
        for number in 1..=count {
            let title = format!("Invoice {year}-{number:03}");
            let month = u8::try_from(1 + (number - 1) % 9).unwrap_or(1);
            let seed = u64::try_from(year * 100 + number).unwrap_or(0);
            tree.add(&folder, &format!("{title}.pdf"), page(&title, seed), year, month);
        }
    }
}

pub(super) fn reports(tree: &mut Tree, reports: &Folder) {
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    for (year, last) in [(2025, 12), (2026, 6)] {
        let folder = reports.folder(&year.to_string());
        for (number, month) in (1_u8..=last).zip(months) {
            let seed = u64::from(number) + 3000;
            tree.add(
                &folder,
                &format!("{number:02} {month}.csv"),
                ledger(seed, 60),
                year,
                number,
            );
        }
        tree.add(
            &folder,
            "Summary.pdf",
            page(&format!("Summary of {year}"), 77),
            year,
            last,
        );
        tree.add(&folder, "Summary.md", text(78, 5), year, last);
    }
}

/// A folder with more files than fit a window or a page of 100.
pub(super) fn measurements(tree: &mut Tree, measurements: &Folder) {
    for number in 1..=260_u64 {
        let month = u8::try_from(1 + number % 12).unwrap_or(1);
        tree.add(
            measurements,
            &format!("reading {number}.csv"),
            ledger(9000 + number, 8),
            2025,
            month,
        );
    }
}

/// A table of amounts.
fn ledger(seed: u64, rows: u64) -> Content {
    let mut noise = Noise::new(seed);
    let subjects = ["brass", "paper", "coal", "carriage", "lamp oil", "wages", "ink"];
    let mut table = "date,subject,pounds\n".to_owned();
    for row in 0..rows {
        let (day, subject) = (1 + row % 28, noise.pick(&subjects));
        let (pounds, pence) = (noise.below(900), noise.below(100));
        let _ = writeln!(
            table,
            "2025-{:02}-{day:02},{subject},{pounds}.{pence:02}",
            1 + row / 28
        );
    }
    Content::Text(table)
}

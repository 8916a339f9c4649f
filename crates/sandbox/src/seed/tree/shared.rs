//! What others may see: ada's and charles's protected files, and the team's folder that all may write.

use super::{Content, Folder, Tree, page, text};

pub(super) fn protected(tree: &mut Tree, protected: &Folder) {
    tree.add(
        protected,
        "Portrait.jpg",
        Content::Photo {
            scene: 1815,
            width: 320,
            height: 400,
        },
        2024,
        12,
    );
    let about = "# Ada Lovelace\n\nMathematician. Everybody may read this folder, only I may write it.\n";
    tree.add(
        protected,
        "About me.md",
        Content::Text(about.to_owned()),
        2024,
        12,
    );
    let talks = protected.folder("Talks");
    tree.add(
        &talks,
        "On the analytical engine.pdf",
        page("On the analytical engine", 21),
        2025,
        5,
    );
    tree.add(&talks, "Handout.txt", text(22, 2), 2025, 5);
}

/// The protected files are readable for ada, the private ones are not.
pub(super) fn of_charles(tree: &mut Tree, protected: &Folder, private: &Folder) {
    tree.add(protected, "Difference engine.md", text(31, 4), 2024, 6);
    tree.add(
        protected,
        "Workshop.jpg",
        Content::Photo {
            scene: 1791,
            width: 480,
            height: 320,
        },
        2024,
        6,
    );
    tree.add(private, "Plans.md", text(32, 2), 2025, 3);
}

pub(super) fn public(tree: &mut Tree, public: &Folder) {
    let read_me = "# Shared files\n\nEverybody who is signed in may read and write here.\n";
    tree.add(public, "README.md", Content::Text(read_me.to_owned()), 2024, 2);
    let team = public.folder("Team");
    tree.add(&team, "Handbook.md", text(41, 8), 2025, 7);
    tree.add(&team, "Handbook.pdf", page("Handbook", 42), 2025, 7);
    tree.add(
        &team,
        "Logo.png",
        Content::Drawing {
            scene: 43,
            width: 256,
            height: 256,
        },
        2024,
        4,
    );
    let holidays = "day,reason\n2026-01-01,New Year\n2026-04-03,Good Friday\n2026-12-25,Christmas\n";
    tree.add(
        &team,
        "Holidays 2026.csv",
        Content::Text(holidays.to_owned()),
        2025,
        12,
    );
    let meetings = team.folder("Meeting notes");
    for month in 1..=6_u8 {
        for day in [12_u64, 26] {
            let seed = u64::from(month) * 100 + day;
            tree.add(
                &meetings,
                &format!("2026-{month:02}-{day}.md"),
                text(seed, 3),
                2026,
                month,
            );
        }
    }
    let templates = team.folder("Templates");
    for name in ["Letter.txt", "Agenda.txt", "Invoice.txt"] {
        tree.add(&templates, name, text(51, 1), 2024, 8);
    }
    let pictures = public.folder("Pictures");
    for number in 1..=4 {
        let photo = Content::Photo {
            scene: 600 + number,
            width: 480,
            height: 320,
        };
        tree.add(&pictures, &format!("Mill {number}.jpg"), photo, 2025, 8);
    }
}

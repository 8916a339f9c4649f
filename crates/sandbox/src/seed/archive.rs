//! The second bucket's objects: old ones, in the storage classes that people put such things in.

use time::macros::datetime;

use super::tree::{Content, Sketch};
use crate::s3::Class;

/// An object and the class that it is kept in.
pub(super) struct Archived {
    pub(super) of: Sketch,
    pub(super) class: Class,
}

pub(super) fn sketches() -> Vec<Archived> {
    let text = |key: &str, text: &str, class, modified_at| Archived {
        of: Sketch {
            key: format!("public/{key}"),
            author: "archive",
            content: Content::Text(text.to_owned()),
            modified_at,
        },
        class,
    };
    vec![
        text(
            "About this archive.txt",
            "What is older than three years moves here. Some of it has to be restored before it can be read.\n",
            Class::Standard,
            datetime!(2024-01-08 09:00 UTC),
        ),
        text(
            "2021/Minutes.txt",
            "Kept where reading is rare: the gate is to be painted in spring.\n",
            Class::StandardIa,
            datetime!(2021-03-17 15:20 UTC),
        ),
        text(
            "2019/Ledger.csv",
            "date,entry,amount\n2019-04-02,Hinges,48.20\n2019-05-21,Lamp oil,12.75\n",
            Class::Glacier,
            datetime!(2019-12-30 17:05 UTC),
        ),
        text(
            "2012/Founding letter.txt",
            "Dear friends, let us keep a house that lets in whom it should.\n",
            Class::DeepArchive,
            datetime!(2012-06-01 08:30 UTC),
        ),
    ]
}

//! The tree of the first objects: names, kinds and dates.

mod office;
mod shared;

use time::{Date, Duration, Month, OffsetDateTime, Time};

use super::noise::Noise;
use super::{ADA_IDENTITY, document};

/// Somebody else, whose protected files ada may read and whose private ones she may not.
const CHARLES_IDENTITY: &str = "eu-west-1:00000000-0000-4000-8000-00000000cba0";

/// What an object is made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Nothing,
    Text(String),
    Page { title: String, lines: Vec<String> },
    Photo { scene: u64, width: u16, height: u16 },
    Drawing { scene: u64, width: u16, height: u16 },
    Tone { hertz: f32, seconds: f32 },
    Noise { mebibytes: u64 },
}

/// An object to be made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sketch {
    pub(super) key: String,
    pub(super) author: &'static str,
    pub(super) content: Content,
    pub(super) modified_at: OffsetDateTime,
}

/// Collects sketches and gives each a date of its own.
struct Tree {
    noise: Noise,
    sketches: Vec<Sketch>,
}

impl Tree {
    /// Adds an object that was last changed in that month.
    fn add(&mut self, folder: &Folder, name: &str, content: Content, year: i32, month: u8) {
        let modified_at = self.moment(year, month);
        self.sketches.push(Sketch {
            key: format!("{}{name}", folder.prefix),
            author: folder.author,
            content,
            modified_at,
        });
    }

    /// A weekday's working hours, somewhere in the month.
    fn moment(&mut self, year: i32, month: u8) -> OffsetDateTime {
        let month = Month::try_from(month).unwrap_or(Month::January);
        let first = Date::from_calendar_date(year, month, 1).unwrap_or(Date::MIN);
        let day = i64::try_from(self.noise.below(28)).unwrap_or(0);
        let second = i64::try_from(self.noise.below(11 * 3600)).unwrap_or(0);
        first.with_time(Time::MIDNIGHT).assume_utc()
            + Duration::days(day)
            + Duration::seconds(8 * 3600 + second)
    }
}

/// A place in the tree.
#[derive(Debug, Clone)]
struct Folder {
    prefix: String,
    author: &'static str,
}

impl Folder {
    fn new(prefix: impl Into<String>, author: &'static str) -> Self {
        Self {
            prefix: prefix.into(),
            author,
        }
    }

    /// The folder of that name in this one.
    fn folder(&self, name: &str) -> Self {
        Self::new(format!("{}{name}/", self.prefix), self.author)
    }
}

/// All of the first objects.
pub(super) fn sketches() -> Vec<Sketch> {
    let mut tree = Tree {
        noise: Noise::new(1815),
        sketches: Vec::new(),
    };
    let private = Folder::new(format!("private/{ADA_IDENTITY}/"), "ada");
    welcome(&mut tree, &private);
    office::documents(&mut tree, &private.folder("Documents"));
    office::invoices(&mut tree, &private.folder("Invoices"));
    office::reports(&mut tree, &private.folder("Reports"));
    office::measurements(&mut tree, &private.folder("Measurements"));
    photos(&mut tree, &private.folder("Photos"));
    music(&mut tree, &private.folder("Music"));
    let backups = private.folder("Backups");
    tree.add(
        &backups,
        "workshop 2026-03.bin",
        Content::Noise { mebibytes: 40 },
        2026,
        3,
    );
    tree.add(
        &backups,
        "notes 2025-11.bin",
        Content::Noise { mebibytes: 1 },
        2025,
        11,
    );
    tree.add(&private.folder("Empty folder"), "", Content::Nothing, 2026, 2);
    shared::protected(
        &mut tree,
        &Folder::new(format!("protected/{ADA_IDENTITY}/"), "ada"),
    );
    shared::of_charles(
        &mut tree,
        &Folder::new(format!("protected/{CHARLES_IDENTITY}/"), "charles"),
        &Folder::new(format!("private/{CHARLES_IDENTITY}/"), "charles"),
    );
    shared::public(&mut tree, &Folder::new("public/", "ada"));
    tree.sketches
}

fn text(seed: u64, paragraphs: usize) -> Content {
    Content::Text(document::prose(seed, paragraphs))
}

fn page(title: &str, seed: u64) -> Content {
    let prose = document::prose(seed, 4);
    let mut lines = Vec::new();
    for paragraph in prose.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if line.len() + word.len() > 78 {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    Content::Page {
        title: title.to_owned(),
        lines,
    }
}

fn welcome(tree: &mut Tree, private: &Folder) {
    let welcome = "# Welcome, Ada\n\nThese are your private files: nobody else can list or read them.\n\n\
                   - `Photos` has pictures to look at\n- `Measurements` has enough files to scroll\n\
                   - `Backups` has a file of 40 MiB for the progress bar\n- `Documents` has names in many scripts\n\n\
                   Files that everybody shares are under `public/`.\n";
    tree.add(private, "Welcome.md", Content::Text(welcome.to_owned()), 2026, 1);
    let to_do =
        "[x] order brass\n[ ] check the third column\n[ ] answer Charles\n[ ] photographs of the mill\n";
    tree.add(private, "To do.txt", Content::Text(to_do.to_owned()), 2026, 5);
}

fn photos(tree: &mut Tree, photos: &Folder) {
    for (name, year, month, count) in [
        ("2024 Lake District", 2024, 7, 12),
        ("2025 Lisboa", 2025, 4, 10),
        ("2026 🎉 Birthday", 2026, 2, 6),
    ] {
        let album = photos.folder(name);
        for number in 1..=count {
            let scene = u64::from(i32::unsigned_abs(year)) * 100 + number;
            let (width, height) = if number % 4 == 0 { (300, 400) } else { (480, 320) };
            let photo = Content::Photo { scene, width, height };
            tree.add(
                &album,
                &format!("IMG_{:04}.jpg", 1200 + number * 7),
                photo,
                year,
                month,
            );
        }
    }
    let drawings = photos.folder("Drawings");
    for (name, width, height) in [
        ("Hills.png", 320, 200),
        ("Icon.png", 64, 64),
        ("Panorama.png", 900, 220),
        ("Tall.png", 160, 420),
        ("Tiny.png", 1, 1),
    ] {
        let scene = u64::from(width);
        tree.add(
            &drawings,
            name,
            Content::Drawing { scene, width, height },
            2025,
            9,
        );
    }
}

fn music(tree: &mut Tree, music: &Folder) {
    for (name, hertz, seconds) in [
        ("Bell A4.wav", 440.0, 1.5),
        ("Bell C5.wav", 523.25, 1.5),
        ("Low bell.wav", 110.0, 2.5),
    ] {
        tree.add(music, name, Content::Tone { hertz, seconds }, 2024, 11);
    }
}

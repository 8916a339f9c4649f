use proptest::prelude::*;
use time::OffsetDateTime;

use super::super::filter::Wanted;
use super::super::order::SortBy;
use super::*;

fn file(name: &str, size: u64, modified: i64) -> Entry<'_> {
    Entry {
        name,
        folder: false,
        size,
        modified: OffsetDateTime::from_unix_timestamp(modified).ok(),
        etag: None,
    }
}

fn folder(name: &str) -> Entry<'_> {
    Entry {
        name,
        folder: true,
        size: 0,
        modified: None,
        etag: None,
    }
}

fn table(by: SortBy, descending: bool) -> Table {
    Table::new(Order { by, descending })
}

fn arrange(table: &mut Table, by: SortBy, descending: bool) {
    let mut draft = table.draft();
    draft.arrange(Order { by, descending });
    table.adopt(draft);
}

fn filter(table: &mut Table, name: &str) {
    let mut draft = table.draft();
    draft.filter(Filter::of(&Wanted {
        name: name.to_owned(),
        ..Wanted::default()
    }));
    table.adopt(draft);
}

fn names(table: &Table) -> Vec<&str> {
    let rows = table.shown().iter();
    rows.filter_map(|&row| Some(table.pack().get(row)?.1)).collect()
}

fn selected(table: &Table) -> Vec<&str> {
    let rows = table.selected_rows();
    rows.filter_map(|row| Some(table.pack().get(row)?.1)).collect()
}

#[test]
fn folders_stand_first_whatever_the_order() {
    let mut table = table(SortBy::Name, false);
    table.add([file("a10", 5, 30), file("a2", 9, 20), folder("z")]);
    table.add([file("b", 9, 10), folder("Y")]);

    assert_eq!(names(&table), ["Y", "z", "a2", "a10", "b"]);
    arrange(&mut table, SortBy::Name, true);
    assert_eq!(names(&table), ["z", "Y", "b", "a10", "a2"]);
    arrange(&mut table, SortBy::Size, true);
    assert_eq!(
        names(&table),
        ["Y", "z", "a2", "b", "a10"],
        "equal sizes and folders stay in name order"
    );
    arrange(&mut table, SortBy::Modified, false);
    assert_eq!(names(&table), ["Y", "z", "b", "a2", "a10"]);
}

#[test]
fn by_type_like_stands_beside_like() {
    let mut table = table(SortBy::Type, false);
    table.add(["b.txt", "a.png", "c.JPG", "a.md", "d.jpg", "zip"].map(|name| file(name, 0, 1)));
    table.add([folder("f")]);

    assert_eq!(
        names(&table),
        ["f", "c.JPG", "d.jpg", "a.png", "a.md", "b.txt", "zip"]
    );
}

#[test]
fn the_revision_grows_only_when_known_rows_move() {
    let mut table = table(SortBy::Name, false);
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
    let mut table = table(SortBy::Name, false);
    for page in 0..30 {
        let names: Vec<String> = (0..1_000)
            .map(|n| format!("IMG_20240102_{page:03}{n:03}_some longer name.jpeg"))
            .collect();
        table.add(names.iter().map(|name| file(name, 1, 1)));
    }
    table.select(Select::All);
    let bytes = table.pack.bytes() + table.sorted.capacity() * size_of::<u32>();

    let each = bytes / table.sorted.len();
    assert!(each <= 150, "{each} bytes a row");
}

#[test]
fn the_selection_stays_with_its_rows_through_sorting_and_filtering() {
    let mut table = table(SortBy::Name, false);
    table.add([file("a", 1, 1), file("b", 2, 2), file("c", 4, 3), folder("d")]);
    let shown: Vec<u32> = table.shown().to_vec();

    let sum = table.select(Select::Range(shown[0], shown[2]));
    assert_eq!((sum.count, sum.folders, sum.bytes), (3, 1, 3));
    arrange(&mut table, SortBy::Size, true);
    filter(&mut table, "C");
    assert_eq!(selected(&table), ["a", "b", "d"]);

    table.select(Select::All);
    assert_eq!(selected(&table), ["c"], "all means all that are shown");
    table.add([file("C2", 8, 1), file("e", 8, 1)]);
    assert_eq!(
        selected(&table),
        ["c", "C2"],
        "what arrives later belongs to all, where it is shown"
    );
    table.select(Select::Toggle(shown[3]));
    table.add([file("c3", 8, 1)]);
    let sum = table.selected();
    assert_eq!(
        (sum.count, sum.bytes, sum.all),
        (1, 8, false),
        "all but one is no longer all"
    );
    filter(&mut table, "");
    arrange(&mut table, SortBy::Name, false);
    table.select(Select::Add(shown[0], shown[1]));
    assert_eq!(selected(&table), ["a", "d", "C2"]);
    assert_eq!(table.select(Select::None).count, 0);
}

#[test]
fn a_row_is_found_where_it_is_shown() {
    let mut table = table(SortBy::Name, false);
    table.add([file("b", 1, 1), file("a", 2, 2), folder("z")]);

    let places: Vec<_> = (0..3).map(|row| table.place_of(row)).collect();
    assert_eq!(places, [Some(2), Some(1), Some(0)]);
    assert_eq!(table.place_of(3), None);
    filter(&mut table, "b");
    assert_eq!(table.place_of(1), None, "it is not shown");
}

proptest! {
    #[test]
    fn pages_end_up_as_if_sorted_at_once(pages in prop::collection::vec(
        prop::collection::vec(("[ab]{0,2}[0-9]{0,3}", any::<bool>(), 0_u64..4), 0..30), 0..8),
        descending: bool, needle in "[ab1]{0,1}", drafted in 0_usize..8,
    ) {
        fn entry((name, folder, size): &(String, bool, u64)) -> Entry<'_> {
            Entry { folder: *folder, ..file(name, *size, 1) }
        }
        for by in [SortBy::Name, SortBy::Size, SortBy::Type] {
            let (mut paged, mut whole) = (table(SortBy::Modified, false), table(by, descending));
            let mut draft = None;
            for (at, page) in pages.iter().enumerate() {
                let before: Vec<u32> = paged.shown().to_vec();
                let revision = paged.revision();
                paged.add(page.iter().map(entry));
                if paged.revision() == revision {
                    prop_assert_eq!(&paged.shown()[..before.len()], &before[..]);
                }
                if at == drafted {
                    let mut one = paged.draft();
                    one.arrange(Order { by, descending });
                    one.filter(Filter::of(&Wanted { name: needle.clone(), ..Wanted::default() }));
                    draft = Some(one);
                }
            }
            match draft {
                Some(draft) => paged.adopt(draft),
                None => {
                    arrange(&mut paged, by, descending);
                    filter(&mut paged, &needle);
                }
            }
            whole.add(pages.iter().flatten().map(entry));
            let expected: Vec<&str> = names(&whole).into_iter().filter(|name| name.contains(&needle)).collect();
            prop_assert_eq!(names(&paged), expected);
        }
    }
}

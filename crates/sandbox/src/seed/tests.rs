use std::collections::BTreeSet;

use time::macros::datetime;

use super::tree::{Content, sketches};
use super::{ADA_IDENTITY, document, noise, picture, sound};

#[test]
fn the_tree_has_a_few_hundred_objects_of_every_kind_and_each_key_once() {
    let sketches = sketches();
    let keys: BTreeSet<&str> = sketches.iter().map(|sketch| sketch.key.as_str()).collect();

    assert_eq!(keys.len(), sketches.len(), "no key twice");
    assert!((300..600).contains(&sketches.len()), "{}", sketches.len());
    let readings = keys.iter().filter(|key| key.contains("/Measurements/")).count();
    assert!(readings >= 250, "a folder to scroll: {readings}");
    let count = |test: fn(&Content) -> bool| sketches.iter().filter(|sketch| test(&sketch.content)).count();
    assert!(count(|content| matches!(content, Content::Photo { .. } | Content::Drawing { .. })) > 30);
    assert!(count(|content| matches!(content, Content::Page { .. })) > 30);
    assert_eq!(count(|content| *content == Content::Noise { mebibytes: 40 }), 1);
    assert!(keys.contains(format!("private/{ADA_IDENTITY}/Empty folder/").as_str()));
    assert!(keys.iter().all(|key| key.len() <= 1024));
}

#[test]
fn the_tree_is_the_same_every_time_and_lies_in_the_past() {
    assert_eq!(sketches(), sketches());
    for sketch in sketches() {
        let (from, to) = (datetime!(2024-01-01 00:00 UTC), datetime!(2026-07-01 00:00 UTC));
        assert!(
            (from..to).contains(&sketch.modified_at),
            "{} {}",
            sketch.key,
            sketch.modified_at
        );
    }
}

#[test]
fn pictures_are_read_back_by_a_decoder() {
    let file = picture::png(7, 40, 30).expect("a picture");
    let mut reader = png::Decoder::new(std::io::Cursor::new(&file))
        .read_info()
        .expect("a PNG header");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("pixels");
    assert_eq!((frame.width, frame.height), (40, 30));
    let colours: BTreeSet<&[u8]> = pixels.chunks(3).collect();
    assert!(colours.len() > 50, "a landscape, not one colour");

    let photo = picture::jpeg(7, 40, 30).expect("a picture");
    assert_eq!(
        (&photo[..3], &photo[photo.len() - 2..]),
        (&[0xff, 0xd8, 0xff][..], &[0xff, 0xd9][..])
    );
}

#[test]
fn a_pdf_finds_each_of_its_objects_by_its_table() {
    let file = document::pdf("A (small) title", &["One line".to_owned()]);
    let text = String::from_utf8(file).expect("ASCII");
    let start: usize = text
        .rsplit("startxref\n")
        .next()
        .and_then(|rest| rest.lines().next())
        .expect("an offset")
        .parse()
        .expect("a number");
    let table = &text[start..];
    assert!(table.starts_with("xref\n0 7\n"));
    for (number, line) in table.lines().skip(3).take(6).enumerate() {
        let offset: usize = line[..10].parse().expect("an offset");
        assert!(text[offset..].starts_with(&format!("{} 0 obj", number + 1)));
    }
    assert!(text.contains(r"(A \(small\) title)"));
}

#[test]
fn a_sound_is_as_long_as_its_header_says() {
    let file = sound::wav(440.0, 0.5);
    assert_eq!(&file[..4], b"RIFF");
    assert_eq!(&file[8..16], b"WAVEfmt ");
    assert_eq!(
        u32::from_le_bytes([file[40], file[41], file[42], file[43]]) as usize,
        file.len() - 44
    );
    assert_eq!(file.len() - 44, 22_050);
}

#[test]
fn blocks_are_as_many_as_asked_and_differ() {
    let blocks: Vec<_> = noise::blocks(3).collect();
    assert_eq!(blocks.len(), 3);
    assert!(blocks.iter().all(|block| block.len() == 1 << 20));
    assert_ne!(blocks[0], blocks[1]);
}

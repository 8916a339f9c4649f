//! What `s3_peer.py` writes, and what is compared of it.

use sha2::{Digest, Sha256};

/// The keys, of which the last goes up in parts.
pub(super) const KEYS: [&str; 18] = [
    "a b.txt",
    "a+b.txt",
    "100%.txt",
    "ä/ö.txt",
    "名前.txt",
    "📷.jpg",
    "a//b",
    "dir",
    "dir/child",
    "q?x&y=z#f",
    "empty/",
    "..",
    "a/../b",
    "nothing",
    " both ends ",
    "back\\slash",
    "a\"<'>&.xml",
    LARGE,
];

/// 17 MiB.
pub(super) const LARGE: &str = "large.bin";

/// What lies under a key: nothing, a pattern of 17 MiB, or the key itself.
pub(super) fn content(key: &str) -> Vec<u8> {
    match key {
        LARGE => {
            let pattern = (0..1_u64 << 20).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8);
            pattern.collect::<Vec<u8>>().repeat(17)
        }
        "nothing" | "empty/" => Vec::new(),
        key => key.as_bytes().to_vec(),
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A checksum by the book: reflected, all ones before and after. `polynomial` is written from the lowest power on.
fn crc(polynomial: u64, ones: u64, bytes: &[u8]) -> u64 {
    let shifted = |crc: u64, _| (crc >> 1) ^ if crc & 1 == 1 { polynomial } else { 0 };
    let table: Vec<u64> = (0..256).map(|byte| (0..8).fold(byte, shifted)).collect();
    let crc = bytes.iter().fold(ones, |crc, byte| {
        (crc >> 8) ^ table[usize::from(crc as u8 ^ byte)]
    });
    crc ^ ones
}

/// CRC-64/NVME, as its header has it.
pub(super) fn crc64nvme(bytes: &[u8]) -> [u8; 8] {
    crc(0x9A6C_9329_AC4B_C9B5, u64::MAX, bytes).to_be_bytes()
}

/// CRC-32, as its header has it.
pub(super) fn crc32(bytes: &[u8]) -> [u8; 4] {
    let crc = crc(0xEDB8_8320, u64::from(u32::MAX), bytes) as u32;
    crc.to_be_bytes()
}

#[test]
fn the_checksums_are_those_of_the_catalogue() {
    assert_eq!(crc64nvme(b"123456789"), 0xAE8B_1486_0A79_9888_u64.to_be_bytes());
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926_u32.to_be_bytes());
}

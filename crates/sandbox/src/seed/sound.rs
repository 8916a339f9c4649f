//! Sounds: a struck bell in 16-bit mono PCM, as a RIFF WAVE file.

use std::f32::consts::TAU;

const RATE: u32 = 22_050;

/// A tone of `hertz` with two overtones that dies away over `seconds`.
pub(super) fn wav(hertz: f32, seconds: f32) -> Vec<u8> {
    let count = (RATE as f32 * seconds) as u32;
    let bytes = count * 2;
    let mut file = Vec::with_capacity(44 + bytes as usize);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + bytes).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16_u32.to_le_bytes());
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&RATE.to_le_bytes());
    file.extend_from_slice(&(RATE * 2).to_le_bytes());
    file.extend_from_slice(&2_u16.to_le_bytes());
    file.extend_from_slice(&16_u16.to_le_bytes());
    file.extend_from_slice(b"data");
    file.extend_from_slice(&bytes.to_le_bytes());
    for sample in 0..count {
        let time = sample as f32 / RATE as f32;
        let wave = (TAU * hertz * time).sin()
            + 0.5 * (TAU * hertz * 2.76 * time).sin()
            + 0.25 * (TAU * hertz * 5.4 * time).sin();
        let fade = (-3.0 * time / seconds).exp();
        file.extend_from_slice(&((wave * fade * 16_000.0) as i16).to_le_bytes());
    }
    file
}

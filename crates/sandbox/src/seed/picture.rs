//! Pictures: small landscapes, as photographs (JPEG) and as drawings (PNG). A scene is a time of day, ranges of hills
//! and sometimes a lake; its number decides them.

use jpeg_encoder::{ColorType, Encoder};

use super::noise::Noise;
use crate::s3::StorageError;

/// Red, green and blue from 0 to 1.
type Colour = [f32; 3];

/// The sky at the top and at the horizon, and the light on the hills.
const SKIES: [[Colour; 3]; 6] = [
    [[0.16, 0.38, 0.72], [0.74, 0.86, 0.95], [0.22, 0.42, 0.24]],
    [[0.16, 0.14, 0.36], [0.98, 0.62, 0.36], [0.30, 0.16, 0.24]],
    [[0.02, 0.04, 0.14], [0.14, 0.22, 0.40], [0.05, 0.08, 0.14]],
    [[0.42, 0.56, 0.70], [0.93, 0.88, 0.84], [0.36, 0.40, 0.42]],
    [[0.08, 0.48, 0.60], [0.98, 0.92, 0.70], [0.16, 0.36, 0.34]],
    [[0.44, 0.30, 0.52], [0.99, 0.78, 0.72], [0.26, 0.20, 0.34]],
];

/// A photograph.
pub(super) fn jpeg(scene: u64, width: u16, height: u16) -> Result<Vec<u8>, StorageError> {
    let mut file = Vec::new();
    Encoder::new(&mut file, 86)
        .encode(&pixels(scene, width, height, 0.03), width, height, ColorType::Rgb)
        .map_err(|error| StorageError::Seed(error.to_string()))?;
    Ok(file)
}

/// A drawing.
pub(super) fn png(scene: u64, width: u16, height: u16) -> Result<Vec<u8>, StorageError> {
    let failed = |error: png::EncodingError| StorageError::Seed(error.to_string());
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, u32::from(width), u32::from(height));
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer
        .write_image_data(&pixels(scene, width, height, 0.0))
        .map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

/// One range of hills: the height of its ridge at each column, from 0 (top) to 1.
struct Ridge {
    heights: Vec<f32>,
    colour: Colour,
}

/// RGB rows from the top; `grain` is how much a film would add.
fn pixels(scene: u64, width: u16, height: u16, grain: f32) -> Vec<u8> {
    let mut noise = Noise::new(scene);
    let [top, horizon, ground] = *noise.pick(&SKIES);
    let sun = [unit(&mut noise), 0.15 + 0.35 * unit(&mut noise)];
    let lake = 0.78 + 0.1 * unit(&mut noise);
    let ridges: Vec<Ridge> = (0..4)
        .map(|range| {
            ridge(
                &mut noise,
                range as f32 / 4.0,
                usize::from(width),
                horizon,
                ground,
            )
        })
        .collect();
    let aspect = f32::from(width) / f32::from(height);
    let mut rows = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
    for y in 0..height {
        let v = f32::from(y) / f32::from(height);
        let reflected = v > lake;
        let seen = if reflected { (2.0 * lake - v).max(0.0) } else { v };
        let sky = mix(top, horizon, (seen * 1.6).min(1.0));
        for x in 0..width {
            let column = usize::from(x);
            let mut colour = sky;
            let (dx, dy) = ((f32::from(x) / f32::from(width) - sun[0]) * aspect, seen - sun[1]);
            let glow = 0.012 / (0.012 + dx * dx + dy * dy);
            colour = mix(colour, [1.0, 0.96, 0.86], glow.min(1.0) * 0.9);
            for ridge in &ridges {
                if seen > ridge.heights[column] {
                    colour = ridge.colour;
                }
            }
            if reflected {
                colour = mix(colour, top, 0.35);
            }
            let speck = if grain > 0.0 {
                (noise.next() & 0xff) as f32 / 255.0 - 0.5
            } else {
                0.0
            };
            rows.extend(colour.map(|part| ((part + speck * grain).clamp(0.0, 1.0) * 255.0) as u8));
        }
    }
    rows
}

/// A range of hills; `nearness` goes from 0 (far, pale) to 1.
fn ridge(noise: &mut Noise, nearness: f32, width: usize, horizon: Colour, ground: Colour) -> Ridge {
    let base = 0.42 + 0.3 * nearness;
    let waves: Vec<[f32; 3]> = (1_u8..=5)
        .map(|octave| {
            let octave = f32::from(octave);
            [
                octave * (1.5 + 2.0 * unit(noise)),
                unit(noise) * 6.3,
                0.09 / octave,
            ]
        })
        .collect();
    let heights = (0..width)
        .map(|x| {
            let u = x as f32 / width as f32;
            let rise: f32 = waves
                .iter()
                .map(|[pace, phase, size]| (u * pace * 2.0 + phase).sin() * size)
                .sum();
            base - rise
        })
        .collect();
    Ridge {
        heights,
        colour: mix(horizon, ground, 0.35 + 0.65 * nearness),
    }
}

fn mix(from: Colour, to: Colour, share: f32) -> Colour {
    [0, 1, 2].map(|part| from[part] + (to[part] - from[part]) * share)
}

fn unit(noise: &mut Noise) -> f32 {
    (noise.next() >> 40) as f32 / (1_u32 << 24) as f32
}

//! Buckets of any number of keys that are stored nowhere: the name of a bucket says how many there are, what they look
//! like and how long a page takes (`list-numbered-1000000-50ms`). The n-th key follows from n, in the order of its bytes.

use std::time::Duration;

/// Where all keys of such a bucket lie.
const FOLDER: &str = "data/";

/// What keys look like.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Counted, with a name around the number.
    Numbered,
    /// Spread evenly, as digests are.
    Hashed,
    /// Times, which begin alike for long.
    Dated,
}

/// The keys of one bucket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeySpace {
    shape: Shape,
    /// How many there are.
    pub(crate) count: u64,
    /// How long a page takes.
    pub(crate) delay: Duration,
}

impl KeySpace {
    /// The keys of a bucket of that name, where it is one of these.
    pub(crate) fn named(bucket: &str) -> Option<Self> {
        let mut words = bucket.strip_prefix("list-")?.split('-');
        let shape = match words.next()? {
            "numbered" => Shape::Numbered,
            "hashed" => Shape::Hashed,
            "dated" => Shape::Dated,
            _ => return None,
        };
        let count = words.next()?.parse().ok()?;
        let delay = words.next()?.strip_suffix("ms")?.parse().ok()?;
        Some(Self {
            shape,
            count,
            delay: Duration::from_millis(delay),
        })
    }

    /// The n-th key, from 0; 43 to 48 bytes.
    pub(crate) fn key(&self, n: u64) -> String {
        let noise = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48;
        match self.shape {
            Shape::Numbered => format!("{FOLDER}measurement-{n:08}-of-sensor-{noise:04x}.parquet"),
            Shape::Hashed => {
                let step = u64::MAX / self.count.max(1);
                let at = n * step + noise * (step >> 16);
                format!("{FOLDER}{at:016x}{:016x}.object", at.swap_bytes())
            }
            Shape::Dated => {
                let (day, second) = (n / 5_000, n % 5_000 * 17);
                let (year, month, day) = (2000 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
                let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
                format!(
                    "{FOLDER}{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}-host-{noise:04x}.log"
                )
            }
        }
    }

    /// How many keys come before those for which this does not hold; it holds for none after one for which it does not.
    pub(crate) fn before(&self, holds: impl Fn(&str) -> bool) -> u64 {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            if holds(&self.key(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::KeySpace;

    #[test]
    fn keys_of_every_shape_come_in_the_order_of_their_bytes() {
        for bucket in [
            "list-numbered-1000000-0ms",
            "list-hashed-1000000-0ms",
            "list-dated-1000000-0ms",
        ] {
            let keys = KeySpace::named(bucket).expect("such a bucket");
            for n in (0..999_990).step_by(997).flat_map(|n| n..n + 9) {
                assert!(keys.key(n) < keys.key(n + 1), "{} and the next", keys.key(n));
            }
            let after = keys.key(4_711);
            assert_eq!(keys.before(|key| *key <= *after), 4_712);
        }
    }
}

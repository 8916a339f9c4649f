//! Numbers that look random and are the same every time (SplitMix64), and bytes that do not compress.

/// One mebibyte.
const BLOCK: usize = 1 << 20;

/// A stream of numbers.
#[derive(Debug, Clone)]
pub(super) struct Noise(u64);

impl Noise {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// One of `choices`, which are not empty.
    pub(super) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let index = usize::try_from(self.below(choices.len() as u64)).unwrap_or(0);
        &choices[index]
    }
}

/// So many mebibytes, each told apart from the others by its first eight bytes.
pub(super) fn blocks(mebibytes: u64) -> impl Iterator<Item = Vec<u8>> {
    let mut noise = Noise::new(mebibytes);
    let block: Vec<u8> = (0..BLOCK / 8).flat_map(|_| noise.next().to_le_bytes()).collect();
    (0..mebibytes).map(move |number| {
        let mut block = block.clone();
        block[..8].copy_from_slice(&number.to_le_bytes());
        block
    })
}

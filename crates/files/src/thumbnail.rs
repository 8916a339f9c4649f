//! Small pictures of large ones, for a grid of files. They are made here, within limits, and kept on the disk with the
//! entity tag of what they show: a picture that has not changed is asked for once and not fetched again.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use aws_sdk_s3::error::SdkError;
use bytes::{Bytes, BytesMut};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};
use sha2::{Digest as _, Sha256};

use crate::{Error, Files, Location};

/// The largest picture that a small one is made of, in bytes.
const LARGEST: u64 = 12 << 20;
/// The most pixels on a side of one.
const WIDEST: u32 = 16_384;
/// The most memory that decoding one may take, in bytes.
const MEMORY: u64 = 256 << 20;
/// The longer side of a small picture, in pixels.
const SIDE: u32 = 256;
/// How much the small pictures of a person may take on the disk, in bytes.
const KEPT: u64 = 64 << 20;
/// How JPEG is compressed.
const QUALITY: u8 = 80;
/// What ends the entity tag in a kept file.
const END: u8 = b'\n';

/// The small pictures of one person, in a folder of their own. Without one nothing is kept.
#[derive(Debug, Clone)]
pub struct Thumbnails {
    files: Files,
    folder: Option<PathBuf>,
}

impl Thumbnails {
    /// Those in `folder`, which is made when the first is kept.
    pub fn open(files: Files, folder: Option<PathBuf>) -> Self {
        Self { files, folder }
    }

    /// A small picture of an object, JPEG or PNG; none where it is no picture that can be shown small, or too large a
    /// one (`GetObject` with `If-None-Match`). Dropping the future stops it.
    ///
    /// # Errors
    ///
    /// What the service says.
    pub async fn of(&self, location: &Location, key: &str) -> Result<Option<Bytes>, Error> {
        let place = self.place(location, key);
        let kept = match place.clone() {
            Some(place) => blocking(move || read(&place)).await,
            None => None,
        };
        let asked = self
            .files
            .client()
            .get_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .set_if_none_match(kept.as_ref().map(|(etag, _)| etag.clone()))
            .send()
            .await;
        let answer = match asked {
            Ok(answer) => answer,
            Err(SdkError::ServiceError(refused)) if refused.raw().status().as_u16() == 304 => {
                return Ok(kept.and_then(|(_, small)| small));
            }
            Err(error) => return Err(error.into()),
        };
        let etag = answer.e_tag.unwrap_or_default();
        let size = answer.content_length.and_then(|size| u64::try_from(size).ok());
        if size.is_none_or(|size| size > LARGEST) {
            return Ok(None);
        }
        let mut body = answer.body;
        let mut bytes = BytesMut::new();
        while let Some(chunk) = body.try_next().await? {
            if (bytes.len() + chunk.len()) as u64 > LARGEST {
                return Ok(None);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(blocking(move || {
            let small = small(&bytes);
            if let Some(place) = place.filter(|_| !etag.is_empty()) {
                keep(&place, &etag, small.as_deref());
            }
            Some(small.map(Bytes::from))
        })
        .await
        .flatten())
    }

    /// Takes all of them off the disk. Blocks.
    pub fn forget(&self) {
        if let Some(folder) = &self.folder
            && let Err(error) = fs::remove_dir_all(folder)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "small pictures could not be removed");
        }
    }

    fn place(&self, location: &Location, key: &str) -> Option<PathBuf> {
        let whole = format!("{}/{}", location.bucket, location.whole(key));
        let name = hex::encode(&Sha256::digest(whole)[..16]);
        Some(self.folder.as_ref()?.join(name))
    }
}

/// Runs `work` off the async threads.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

/// What is kept: the entity tag, and the small picture unless there can be none.
fn read(place: &Path) -> Option<(String, Option<Bytes>)> {
    let bytes = Bytes::from(fs::read(place).ok()?);
    let end = bytes.iter().position(|&byte| byte == END)?;
    let etag = std::str::from_utf8(&bytes[..end]).ok()?.to_owned();
    let small = bytes.slice(end + 1..);
    Some((etag, (!small.is_empty()).then_some(small)))
}

/// Keeps one, and lets the oldest go where they are too many. What fails is only slower the next time.
fn keep(place: &Path, etag: &str, small: Option<&[u8]>) {
    let Some(folder) = place.parent() else { return };
    let kept = (|| {
        private_folder(folder)?;
        let bytes = [etag.as_bytes(), &[END], small.unwrap_or_default()].concat();
        let unfinished = place.with_extension("part");
        fs::write(&unfinished, bytes)?;
        fs::rename(unfinished, place)?;
        tidy(folder)
    })();
    if let Err(error) = kept {
        tracing::debug!(%error, "a small picture could not be kept");
    }
}

/// A folder that nobody else on this device may look into.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn tidy(folder: &Path) -> std::io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        files.push((metadata.modified()?, metadata.len(), entry.path()));
    }
    let mut total: u64 = files.iter().map(|(_, size, _)| size).sum();
    if total <= KEPT {
        return Ok(());
    }
    files.sort();
    for (_, size, path) in files {
        if total <= KEPT / 2 {
            break;
        }
        fs::remove_file(path)?;
        total -= size;
    }
    Ok(())
}

/// The small picture of a large one, turned as its EXIF says: JPEG, or PNG where it is transparent.
fn small(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    if decoder.total_bytes() > MEMORY {
        return None;
    }
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    if image.width() > SIDE || image.height() > SIDE {
        image = image.thumbnail(SIDE, SIDE);
    }
    image.apply_orientation(orientation);
    let mut small = Vec::new();
    if image.color().has_alpha() {
        image
            .to_rgba8()
            .write_to(&mut Cursor::new(&mut small), image::ImageFormat::Png)
            .ok()?;
    } else {
        JpegEncoder::new_with_quality(&mut small, QUALITY)
            .encode_image(&image.to_rgb8())
            .ok()?;
    }
    Some(small)
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, RgbImage, RgbaImage};
    use proptest::prelude::*;

    use super::*;

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        image
            .write_to(&mut Cursor::new(&mut bytes), format)
            .expect("memory has room");
        bytes
    }

    #[test]
    fn a_picture_becomes_small_and_keeps_its_shape() {
        let photo = DynamicImage::from(RgbImage::new(1_000, 500));
        for format in [
            ImageFormat::Png,
            ImageFormat::Jpeg,
            ImageFormat::Gif,
            ImageFormat::Bmp,
        ] {
            let small = small(&encoded(&photo, format)).expect("a picture");
            let small = image::load_from_memory(&small).expect("a picture");
            assert_eq!((small.width(), small.height()), (256, 128), "{format:?}");
        }
        let clear = small(&encoded(&RgbaImage::new(10, 10).into(), ImageFormat::Png)).expect("a picture");
        assert!(
            clear.starts_with(b"\x89PNG"),
            "what is transparent stays so, and is not blown up"
        );
    }

    #[test]
    fn a_bomb_is_not_decoded() {
        let wide = encoded(&RgbImage::new(20_000, 1).into(), ImageFormat::Png);
        assert_eq!(small(&wide), None);
        assert_eq!(
            small(b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0"),
            None
        );
        assert_eq!(small(b"<svg onload='x()'/>"), None);
    }

    #[test]
    fn what_is_kept_is_private_and_comes_back_with_its_tag() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let place = home.path().join("thumbnails/abc");
        keep(&place, "\"tag\"", Some(b"small"));
        assert_eq!(
            read(&place),
            Some(("\"tag\"".to_owned(), Some(Bytes::from("small"))))
        );
        keep(&place, "\"other\"", None);
        assert_eq!(
            read(&place),
            Some(("\"other\"".to_owned(), None)),
            "that there is none is known too"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let folder = fs::metadata(home.path().join("thumbnails")).expect("it was made");
            assert_eq!(folder.permissions().mode() & 0o777, 0o700);
        }
    }

    proptest! {
        #[test]
        fn no_picture_makes_it_fall(head in prop::sample::select(vec![
            &b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff\xe0", b"GIF89a\x04\0\x04\0", b"RIFF\x40\0\0\0WEBPVP8L", b"BM",
        ]), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            small(&[head, &bytes].concat());
        }
    }
}

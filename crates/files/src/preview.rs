//! Looks into an object without saving it: what is known of it, and as many of its bytes as a preview shows. What
//! an object is, its first bytes tell; its name and the media type that was given to it may lie. SVG and HTML are
//! text here, so that nothing active is ever rendered.

mod text;

use std::ops::Range;

use aws_smithy_types::date_time::DateTime;
use bytes::{Bytes, BytesMut};
use time::OffsetDateTime;

use crate::{Error, Files, Location};

/// How much of a text is read, in bytes.
const TEXT: u64 = 256 << 10;
/// The largest picture that is read unasked, in bytes.
const PICTURE: u64 = 20 << 20;
/// The largest picture that is read at all: it must fit into memory, more than once.
const PICTURE_ANYWAY: u64 = 100 << 20;

/// What `HeadObject` tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The size in bytes.
    pub size: u64,
    /// When it was last changed.
    pub modified: Option<OffsetDateTime>,
    /// The media type that was given to it.
    pub content_type: Option<String>,
    /// The entity tag, quotes included.
    pub etag: Option<String>,
}

/// A look into an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// What is known of it.
    pub head: Head,
    /// What can be shown.
    pub content: Content,
}

/// What can be shown of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A whole raster picture: PNG, JPEG, GIF, WebP or BMP by its first bytes.
    Image {
        /// Its media type, by its first bytes.
        media_type: &'static str,
        /// All its bytes.
        bytes: Bytes,
    },
    /// Text.
    Text {
        /// The beginning of it, or all.
        text: String,
        /// Whether there is more.
        truncated: bool,
    },
    /// A picture too large to show unasked, or at all.
    TooLarge,
    /// Nothing that can be shown.
    Nothing,
}

impl Files {
    /// What is known of an object, by its key below `location` (`HeadObject`).
    pub async fn head(&self, location: &Location, key: &str) -> Result<Head, Error> {
        let answer = self
            .client(&location.bucket)
            .head_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .send()
            .await?;
        Ok(Head {
            size: answer
                .content_length
                .and_then(|size| u64::try_from(size).ok())
                .unwrap_or(0),
            modified: answer.last_modified.as_ref().and_then(moment),
            content_type: answer.content_type,
            etag: answer.e_tag,
        })
    }

    /// Reads as much of an object as a preview shows. `anyway` raises the limit for pictures.
    pub async fn look(&self, location: &Location, key: &str, anyway: bool) -> Result<Look, Error> {
        let head = self.head(location, key).await?;
        if head.size == 0 {
            return Ok(Look {
                head,
                content: Content::Text {
                    text: String::new(),
                    truncated: false,
                },
            });
        }
        let beginning = self.range(location, key, &head, 0..TEXT.min(head.size)).await?;
        let truncated = head.size > beginning.len() as u64;
        let limit = if anyway { PICTURE_ANYWAY } else { PICTURE };
        let content = match picture(&beginning) {
            Some(_) if head.size > limit => Content::TooLarge,
            Some(media_type) => {
                let bytes = self.rest(location, key, &head, beginning).await?;
                Content::Image { media_type, bytes }
            }
            None => text::decoded(&beginning, truncated)
                .map_or(Content::Nothing, |text| Content::Text { text, truncated }),
        };
        Ok(Look { head, content })
    }

    /// All bytes of an object whose `beginning` is known.
    async fn rest(
        &self,
        location: &Location,
        key: &str,
        head: &Head,
        beginning: Bytes,
    ) -> Result<Bytes, Error> {
        if beginning.len() as u64 == head.size {
            return Ok(beginning);
        }
        let rest = self
            .range(location, key, head, beginning.len() as u64..head.size)
            .await?;
        Ok([beginning, rest].concat().into())
    }

    /// Some bytes of the version that `head` describes (`GetObject` with `Range` and `If-Match`).
    async fn range(
        &self,
        location: &Location,
        key: &str,
        head: &Head,
        range: Range<u64>,
    ) -> Result<Bytes, Error> {
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        let answer = self
            .client(&location.bucket)
            .get_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .range(format!("bytes={}-{}", range.start, range.end.saturating_sub(1)))
            .set_if_match(head.etag.clone())
            .send()
            .await?;
        let mut body = answer.body;
        let mut bytes = BytesMut::new();
        while let Some(chunk) = body.try_next().await? {
            if bytes.len() + chunk.len() > length {
                return Err(Error::Damaged);
            }
            bytes.extend_from_slice(&chunk);
        }
        if bytes.len() == length {
            Ok(bytes.freeze())
        } else {
            Err(Error::Damaged)
        }
    }
}

/// The media type of a raster picture that every web view renders, by its first bytes.
fn picture(beginning: &[u8]) -> Option<&'static str> {
    use infer::image;
    if image::is_png(beginning) {
        Some("image/png")
    } else if image::is_jpeg(beginning) {
        Some("image/jpeg")
    } else if image::is_gif(beginning) {
        Some("image/gif")
    } else if image::is_webp(beginning) {
        Some("image/webp")
    } else if image::is_bmp(beginning) {
        Some("image/bmp")
    } else {
        None
    }
}

fn moment(at: &DateTime) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(at.secs()).ok()
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_picture_is_told_by_its_first_bytes_and_svg_is_none() {
        assert_eq!(picture(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(picture(b"\xff\xd8\xff\xe0...."), Some("image/jpeg"));
        assert_eq!(picture(b"GIF89a...."), Some("image/gif"));
        assert_eq!(picture(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(
            picture(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
            None
        );
        assert_eq!(picture(b"%PDF-1.7"), None);
    }
}

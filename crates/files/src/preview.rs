//! Looks into an object without saving it: what is known of it, and as many of its bytes as a preview shows. What
//! an object is, its first bytes tell; its name and the media type that was given to it may lie. SVG and HTML are
//! text here, so that nothing active is ever rendered.

mod json;
mod markdown;
mod picture;
mod range;
mod sniff;
mod table;
mod text;

use std::ops::Range;

use aws_smithy_types::date_time::DateTime;
use bytes::{Bytes, BytesMut};
use time::OffsetDateTime;

use crate::{Error, Files, Location};

pub use json::{JsonKind, JsonLine, JsonTree};
pub use markdown::{Block, Span};
pub use range::{RangeRequest, wanted};
pub use table::Table;
pub use text::Encoding;

use sniff::Family;

/// How much of a text is read at a time, in bytes.
const TEXT: u64 = 256 << 10;
/// How much of a table or a tree is read, in bytes.
const SHAPED: u64 = 1 << 20;
/// The largest picture that is read unasked, in bytes.
const PICTURE: u64 = 20 << 20;
/// The largest picture that is read at all: it must fit into memory, more than once.
const PICTURE_ANYWAY: u64 = 100 << 20;

/// Which object is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Where it is.
    pub location: Location,
    /// Its key below the location.
    pub key: String,
    /// Its version; none for the current one.
    pub version: Option<String>,
}

impl Subject {
    /// The object itself, whatever its version.
    pub fn current(location: &Location, key: &str) -> Self {
        Self {
            location: location.clone(),
            key: key.to_owned(),
            version: None,
        }
    }
}

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
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What is known of it.
    pub head: Head,
    /// What can be shown.
    pub content: Content,
}

/// What can be shown of an object.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A raster picture: PNG, JPEG, GIF, WebP or BMP by its first bytes.
    Image {
        /// Its media type.
        media_type: &'static str,
    },
    /// Sound that a web view may play.
    Audio {
        /// Its media type.
        media_type: &'static str,
    },
    /// Film that a web view may play.
    Video {
        /// Its media type.
        media_type: &'static str,
    },
    /// A PDF.
    Pdf,
    /// Text.
    Text {
        /// The beginning of it, or all.
        part: TextPart,
        /// How its bytes are read.
        encoding: Encoding,
        /// What it is besides text, by its name and content.
        shape: Option<Shape>,
    },
    /// Too large to show unasked, or at all.
    TooLarge {
        /// Whether it can be shown if it is asked for.
        anyway: bool,
    },
    /// Bytes of any other kind.
    Bytes,
}

/// Some of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPart {
    /// The text.
    pub text: String,
    /// The byte of the object at which it goes on; none at its end.
    pub next: Option<u64>,
}

/// What a text is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Markdown.
    Markdown(Vec<Block>),
    /// A table.
    Table(Table),
    /// JSON.
    Json(JsonTree),
}

impl Files {
    /// What is known of an object, by its key below `location` (`HeadObject`).
    pub async fn head(&self, location: &Location, key: &str) -> Result<Head, Error> {
        self.head_of(&Subject::current(location, key)).await
    }

    /// What is known of an object or of one of its versions (`HeadObject`).
    pub async fn head_of(&self, subject: &Subject) -> Result<Head, Error> {
        let answer = self
            .client()
            .head_object()
            .bucket(&subject.location.bucket)
            .key(subject.location.whole(&subject.key))
            .set_version_id(subject.version.clone())
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

    /// [`Files::look_at`] an object, by its key below `location`.
    pub async fn look(&self, location: &Location, key: &str, anyway: bool) -> Result<Look, Error> {
        let subject = Subject::current(location, key);
        self.look_at(&subject, anyway).await
    }

    /// Reads as much of an object as tells what it is, and its text where it is one. `anyway` raises the limits.
    pub async fn look_at(&self, subject: &Subject, anyway: bool) -> Result<Look, Error> {
        let head = self.head_of(subject).await?;
        let beginning = if head.size == 0 {
            Bytes::new()
        } else {
            self.read(subject, &head, 0..TEXT.min(head.size)).await?
        };
        let content = match sniff::family(&beginning) {
            Some(Family::Image(media_type)) => picture_of(&head, &beginning, media_type, anyway),
            Some(Family::Audio(media_type)) => Content::Audio { media_type },
            Some(Family::Video(media_type)) => Content::Video { media_type },
            Some(Family::Pdf) => Content::Pdf,
            None => self.text_of(subject, &head, beginning).await?,
        };
        Ok(Look { head, content })
    }

    /// The text from byte `start` on, where an earlier part ended.
    pub async fn text(
        &self,
        subject: &Subject,
        head: &Head,
        encoding: Encoding,
        start: u64,
    ) -> Result<TextPart, Error> {
        if start >= head.size {
            return Ok(TextPart {
                text: String::new(),
                next: None,
            });
        }
        let end = (start + TEXT).min(head.size);
        let bytes = self.read(subject, head, start..end).await?;
        let (text, used) = text::continued(&bytes, encoding, end < head.size);
        Ok(TextPart {
            text,
            next: (end < head.size).then_some(start + used as u64),
        })
    }

    /// Some bytes of the very object that `head` describes (`GetObject` with `Range` and `If-Match`).
    ///
    /// # Errors
    ///
    /// [`Error::Changed`] where it is another one by now; else what the service says.
    pub async fn read(&self, subject: &Subject, head: &Head, range: Range<u64>) -> Result<Bytes, Error> {
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        let answer = self
            .client()
            .get_object()
            .bucket(&subject.location.bucket)
            .key(subject.location.whole(&subject.key))
            .set_version_id(subject.version.clone())
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

    async fn text_of(&self, subject: &Subject, head: &Head, beginning: Bytes) -> Result<Content, Error> {
        let truncated = head.size > beginning.len() as u64;
        let Some((text, encoding, used)) = text::decoded(&beginning, truncated) else {
            return Ok(Content::Bytes);
        };
        let part = TextPart {
            text,
            next: truncated.then_some(used as u64),
        };
        let shape = match shape_of(&subject.key) {
            None => None,
            Some(shaped) => {
                let longer = if truncated {
                    let bytes = self.read(subject, head, 0..SHAPED.min(head.size)).await?;
                    let truncated = head.size > bytes.len() as u64;
                    text::decoded(&bytes, truncated).map(|(text, ..)| (text, truncated))
                } else {
                    None
                };
                let (whole, truncated) = longer.unwrap_or_else(|| (part.text.clone(), truncated));
                let key = subject.key.clone();
                tokio::task::spawn_blocking(move || shaped(&whole, truncated, &key))
                    .await
                    .ok()
                    .flatten()
            }
        };
        Ok(Content::Text {
            part,
            encoding,
            shape,
        })
    }
}

/// Gives a text its shape; none where it has not the one that its name promises.
type Shaped = fn(&str, bool, &str) -> Option<Shape>;

fn shape_of(key: &str) -> Option<Shaped> {
    let (_, extension) = key.rsplit_once('.')?;
    let shaped: Shaped = match extension.to_ascii_lowercase().as_str() {
        "md" | "markdown" => |text, _, _| Some(Shape::Markdown(markdown::blocks(text))),
        "csv" | "tsv" | "tab" => |text, truncated, key| table::table(text, truncated, key).map(Shape::Table),
        "json" | "geojson" | "jsonl" | "ndjson" | "webmanifest" | "ipynb" => {
            |text, truncated, _| json::tree(text, truncated).map(Shape::Json)
        }
        _ => return None,
    };
    Some(shaped)
}

fn picture_of(head: &Head, beginning: &[u8], media_type: &'static str, anyway: bool) -> Content {
    let too_large = |anyway| Content::TooLarge { anyway };
    match picture::weight(beginning) {
        _ if head.size > PICTURE_ANYWAY => too_large(false),
        Some(picture::Weight::TooHeavy) => too_large(false),
        Some(picture::Weight::Heavy) if !anyway => too_large(true),
        _ if head.size > PICTURE && !anyway => too_large(true),
        // Whoever hides the size of a picture has one that nobody should decode unasked.
        None if !anyway => too_large(true),
        _ => Content::Image { media_type },
    }
}

pub(crate) fn moment(at: &DateTime) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(at.secs()).ok()
}

//! Previews: what can be shown of a file, and its bytes under a token that cannot be guessed.

use bytes::Bytes;
use files::{Content, Encoding, Files, Head, Look, RangeRequest, Subject};

use super::Api;
use crate::desk::Shown;
use crate::problem::{Fault, Problem};
use crate::view::{PreviewContent, PreviewView, TextView};
use crate::words::{self, milliseconds};

/// The most bytes of a part that a player or the page gets at once.
const PART: u64 = 4 << 20;
/// The largest file that is served as a whole.
const WHOLE: u64 = 100 << 20;

/// An answer to a request for a file under its token. The names are those of HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// 200, 206, 404, 412, 413, 416 or 502.
    pub status: u16,
    /// Its media type by its first bytes: of a picture, of sound or of film.
    pub media_type: &'static str,
    /// The entity tag, quotes included.
    pub etag: Option<String>,
    /// Which bytes of how many these are, as `Content-Range` has it.
    pub content_range: Option<String>,
    /// The bytes.
    pub bytes: Bytes,
}

impl Served {
    fn nothing(status: u16) -> Self {
        Self {
            status,
            media_type: "text/plain",
            etag: None,
            content_range: None,
            bytes: Bytes::new(),
        }
    }
}

impl Api {
    /// Looks into a file, in place of the one looked into before. `anyway` shows what is large.
    ///
    /// # Errors
    ///
    /// The file could not be read, or another look has begun meanwhile.
    pub async fn preview(&self, location: &str, key: &str, anyway: bool) -> Result<PreviewView, Problem> {
        self.preview_version(location, key, None, anyway).await
    }

    /// Looks into a version of a file, or into the current one.
    ///
    /// # Errors
    ///
    /// As [`Api::preview`].
    pub async fn preview_version(
        &self,
        location: &str,
        key: &str,
        version: Option<String>,
        anyway: bool,
    ) -> Result<PreviewView, Problem> {
        let (location, can_write) = self.place(location).await?;
        let subject = Subject {
            location,
            key: key.to_owned(),
            version,
        };
        let (look, files): (u32, Files) = self
            .visiting(|visit| (visit.begin_look(), visit.files().clone()))
            .await?;
        let Look { head, content } = files
            .look_at(&subject, anyway)
            .await
            .map_err(|error| Problem::of_files(&error))?;
        let token = uuid::Uuid::new_v4().simple().to_string();
        let url = format!("{}{token}", self.0.picture_address);
        let (media_type, encoding) = kept(&content);
        let editable = can_write && subject.version.is_none() && editable(&head, &content);
        let content = words_of(content, url);
        let view = PreviewView {
            editable,
            ..view(&subject, &head, &token, media_type, content)
        };
        let shown = Shown {
            token,
            subject,
            head,
            media_type,
            encoding,
        };
        if self.visiting(move |visit| visit.show(look, shown)).await? {
            Ok(view)
        } else {
            Err(Fault::NotThere.into())
        }
    }

    /// More of the text that the preview shows, from where it ended.
    ///
    /// # Errors
    ///
    /// Another file is shown by now, or it could not be read.
    pub async fn preview_text(&self, token: &str, start: u64) -> Result<TextView, Problem> {
        let (shown, files) = self.shown(token).await?.ok_or(Fault::NotThere)?;
        let encoding = shown.encoding.ok_or(Fault::NotThere)?;
        let part = files
            .text(&shown.subject, &shown.head, encoding, start)
            .await
            .map_err(|error| Problem::of_files(&error))?;
        Ok(TextView {
            text: part.text,
            next: part.next,
        })
    }

    /// Some bytes of the file that the preview shows: fewer at its end, and never more than four MiB.
    ///
    /// # Errors
    ///
    /// Another file is shown by now, or it could not be read.
    pub async fn preview_read(&self, token: &str, start: u64, length: u64) -> Result<Bytes, Problem> {
        let (shown, files) = self.shown(token).await?.ok_or(Fault::NotThere)?;
        let end = start.saturating_add(length.min(PART)).min(shown.head.size);
        if start >= end {
            return Ok(Bytes::new());
        }
        files
            .read(&shown.subject, &shown.head, start..end)
            .await
            .map_err(|error| Problem::of_files(&error))
    }

    /// Forgets what the preview shows.
    ///
    /// # Errors
    ///
    /// Nobody is signed in.
    pub async fn close_preview(&self) -> Result<(), Problem> {
        self.visiting(|visit| {
            visit.begin_look();
        })
        .await
    }

    /// Serves the picture, sound or film that the preview shows, by its token; `range` and `if_range` are the
    /// request's headers (RFC 9110, sections 13.1.5 and 14). A part may be shorter than was asked for.
    pub async fn preview_serve(&self, token: &str, range: Option<&str>, if_range: Option<&str>) -> Served {
        let Ok(Some((shown, files))) = self.shown(token).await else {
            return Served::nothing(404);
        };
        let (Some(media_type), size) = (shown.media_type, shown.head.size) else {
            return Served::nothing(404);
        };
        let fresh = if_range.is_none_or(|tag| shown.head.etag.as_deref() == Some(tag));
        let (status, part) = match files::wanted(range.filter(|_| fresh), size) {
            RangeRequest::Whole if size > WHOLE => return Served::nothing(413),
            RangeRequest::Whole => (200, 0..size),
            RangeRequest::Part(part) => (206, part.start..part.end.min(part.start + PART)),
            RangeRequest::None => {
                let mut refused = Served::nothing(416);
                refused.content_range = Some(format!("bytes */{size}"));
                return refused;
            }
        };
        match files.read(&shown.subject, &shown.head, part.clone()).await {
            Ok(bytes) => Served {
                status,
                media_type,
                etag: shown.head.etag,
                content_range: (status == 206)
                    .then(|| format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1))),
                bytes,
            },
            Err(files::Error::Changed { .. }) => Served::nothing(412),
            Err(files::Error::Gone { .. }) => Served::nothing(404),
            Err(error) => {
                tracing::debug!(%error, "a preview could not be read");
                Served::nothing(502)
            }
        }
    }

    /// What is shown under this token.
    pub(super) async fn shown(&self, token: &str) -> Result<Option<(Shown, Files)>, Problem> {
        let token = token.to_owned();
        self.visiting(move |visit| visit.shown(&token).map(|shown| (shown, visit.files().clone())))
            .await
    }
}

/// As what a content is served, and how its text is read.
fn kept(content: &Content) -> (Option<&'static str>, Option<Encoding>) {
    match content {
        Content::Image { media_type } | Content::Audio { media_type } | Content::Video { media_type } => {
            (Some(media_type), None)
        }
        Content::Text { encoding, .. } => (None, Some(*encoding)),
        Content::Pdf | Content::TooLarge { .. } | Content::Bytes => (None, None),
    }
}

/// Whether a text can be changed and written back: what is shown is the very bytes, with one kind of line ends.
fn editable(head: &Head, content: &Content) -> bool {
    let Content::Text {
        part,
        encoding: Encoding::Utf8,
        ..
    } = content
    else {
        return false;
    };
    let returns = part.text.matches('\r').count();
    let windows = part.text.matches("\r\n").count();
    let ends = part.text.matches('\n').count();
    part.next.is_none()
        && part.text.len() as u64 == head.size
        && returns == windows
        && (windows == 0 || windows == ends)
}

fn words_of(content: Content, url: String) -> PreviewContent {
    match content {
        Content::Image { .. } => PreviewContent::Image { url },
        Content::Audio { media_type } => PreviewContent::Audio {
            url,
            media_type: media_type.to_owned(),
        },
        Content::Video { media_type } => PreviewContent::Video {
            url,
            media_type: media_type.to_owned(),
        },
        Content::Pdf => PreviewContent::Pdf,
        Content::Text { part, shape, .. } => PreviewContent::Text {
            text: part.text,
            next: part.next,
            shape: shape.map(words::preview::shape),
        },
        Content::TooLarge { anyway } => PreviewContent::TooLarge { anyway },
        Content::Bytes => PreviewContent::Bytes,
    }
}

fn view(
    subject: &Subject,
    head: &Head,
    token: &str,
    media_type: Option<&str>,
    content: PreviewContent,
) -> PreviewView {
    let name = files::names::visible(files::names::last_part(&subject.key)).into_owned();
    let given = head.content_type.as_deref().unwrap_or("application/octet-stream");
    PreviewView {
        key: subject.key.clone(),
        version: subject.version.clone(),
        name,
        size: head.size,
        modified: head.modified.map(milliseconds),
        content_type: files::names::visible(media_type.unwrap_or(given)).into_owned(),
        editable: false,
        token: token.to_owned(),
        content,
    }
}

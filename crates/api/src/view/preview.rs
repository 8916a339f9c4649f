//! What a preview shows. Everything in it is text or numbers; pictures, sound and film come by an address that Rust
//! serves.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A look into a file.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewView {
    /// The key below the location.
    pub key: String,
    /// The version, where it is not the current one that was asked for.
    pub version: Option<String>,
    /// The name as shown.
    pub name: String,
    /// Its size.
    pub size: u64,
    /// When it was last changed.
    pub modified: Option<i64>,
    /// Its media type.
    pub content_type: String,
    /// Whether it is a text that can be changed here: all of it is shown, as it is, and the person may write there.
    pub editable: bool,
    /// Under which name its bytes can be read until the next preview.
    pub token: String,
    /// What can be shown.
    pub content: PreviewContent,
}

/// What a preview shows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PreviewContent {
    /// A picture, at an address that Rust serves.
    Image {
        /// The address.
        url: String,
    },
    /// Sound, at an address that Rust serves in ranges.
    Audio {
        /// The address.
        url: String,
        /// Its media type by its first bytes.
        media_type: String,
    },
    /// Film, likewise.
    Video {
        /// The address.
        url: String,
        /// Its media type by its first bytes.
        media_type: String,
    },
    /// A PDF, whose bytes are read by the token.
    Pdf,
    /// Text.
    Text {
        /// The beginning of it, or all.
        text: String,
        /// Where it goes on, in bytes; none where this is all.
        next: Option<u64>,
        /// What it is besides text.
        shape: Option<ShapeView>,
    },
    /// Too large to show unasked, or at all.
    TooLarge {
        /// Whether it can be shown if it is asked for.
        anyway: bool,
    },
    /// Bytes of any other kind, which are read by the token.
    Bytes,
}

/// A text that was changed.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveTextForm {
    /// Under which name it is shown.
    pub token: String,
    /// The text.
    pub text: String,
    /// Where it goes.
    pub writing: WritingForm,
}

/// Where a text goes that was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WritingForm {
    /// In place of the file that was looked at, if nobody has changed that.
    Over,
    /// In place of whatever is there.
    Replace,
    /// Beside it, under the next free name.
    Beside,
}

/// Some more of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextView {
    /// The text.
    pub text: String,
    /// Where it goes on, in bytes; none at its end.
    pub next: Option<u64>,
}

/// What a text is.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "shape", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ShapeView {
    /// Markdown.
    Markdown {
        /// Its blocks.
        blocks: Vec<BlockView>,
    },
    /// A table.
    Table {
        /// Its rows; not all are equally long.
        rows: Vec<Vec<String>>,
        /// Whether there is more.
        more: bool,
    },
    /// JSON.
    Json {
        /// Its values, each before those inside of it.
        lines: Vec<JsonLineView>,
        /// Whether there is more.
        more: bool,
    },
}

/// A block of Markdown.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "block", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BlockView {
    /// A heading of level 1 to 6.
    Heading {
        /// The level.
        level: u8,
        /// Its text.
        text: Vec<SpanView>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Vec<SpanView>,
    },
    /// Code, or HTML as text.
    Code {
        /// Its text.
        text: String,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<BlockView>,
    },
    /// A list.
    List {
        /// The first number, where it is numbered.
        first: Option<u64>,
        /// Its items.
        items: Vec<Vec<BlockView>>,
    },
    /// A table.
    Table {
        /// Its rows, the head first.
        rows: Vec<Vec<Vec<SpanView>>>,
    },
    /// A line across.
    Rule,
}

/// Some text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SpanView {
    /// The text.
    pub text: String,
    /// Whether it is bold.
    pub strong: bool,
    /// Whether it is in italics.
    pub emphasis: bool,
    /// Whether it is code.
    pub code: bool,
    /// Whether it is struck out.
    pub struck: bool,
    /// Where it would lead, as shown; it is not followed.
    pub link: Option<String>,
}

/// A value of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JsonLineView {
    /// How many values it is inside of.
    pub depth: u32,
    /// Its name in an object, or its place in a list.
    pub label: Option<String>,
    /// What it is.
    pub kind: JsonKindView,
    /// A text without quotes, or a number or word as written; empty for an object or a list.
    pub value: String,
    /// How many of the values after it are inside of it.
    pub inside: u32,
    /// How many values it holds itself.
    pub count: u32,
}

/// What a value of JSON is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum JsonKindView {
    /// An object.
    Object,
    /// A list.
    List,
    /// A text.
    Text,
    /// A number.
    Number,
    /// True, false or null.
    Word,
}

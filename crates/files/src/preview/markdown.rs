//! Markdown as blocks of text, never as HTML: what a document brings along of it is shown as the text it is. Links
//! are told, not followed; pictures are told by their description.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// How deep quotes and lists are shown inside of one another; what is deeper stands at this depth.
const DEPTH: usize = 12;

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 to 6.
    Heading {
        /// The level.
        level: u8,
        /// Its text.
        text: Vec<Span>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Vec<Span>,
    },
    /// Code, or HTML.
    Code {
        /// Its text.
        text: String,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// A list.
    List {
        /// The first number, where it is numbered.
        first: Option<u64>,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table {
        /// Its rows, the head first.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// A line across.
    Rule,
}

/// Some text in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
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
    /// Where it leads.
    pub link: Option<String>,
}

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut builder = Builder::default();
    for event in Parser::new_ext(text, options) {
        builder.take(event);
    }
    builder.finish()
}

/// What is open and gathers blocks.
enum Frame {
    Quote,
    List(Option<u64>, Vec<Vec<Block>>),
    Item,
    /// Too deep for one of its own.
    Flat,
}

#[derive(Default)]
struct Builder {
    frames: Vec<Frame>,
    /// The blocks of the document, and of each open quote or item that is not flat.
    blocks: Vec<Vec<Block>>,
    spans: Vec<Span>,
    code: Option<String>,
    rows: Vec<Vec<Vec<Span>>>,
    styles: Styles,
}

#[derive(Default)]
struct Styles {
    strong: u32,
    emphasis: u32,
    struck: u32,
    links: Vec<String>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.span(&text, false),
            },
            Event::Html(html) => match &mut self.code {
                Some(code) => code.push_str(&html),
                None => self.span(&html, false),
            },
            Event::Code(text) => self.span(&text, true),
            Event::InlineHtml(text) | Event::FootnoteReference(text) => self.span(&text, true),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.span(&text, true),
            Event::SoftBreak => self.span(" ", false),
            Event::HardBreak => self.span("\n", false),
            Event::Rule => self.push(Block::Rule),
            Event::TaskListMarker(done) => self.span(if done { "☑ " } else { "☐ " }, false),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => self.open(Frame::Quote),
            Tag::List(first) => self.open(Frame::List(first, Vec::new())),
            Tag::Item => self.open(Frame::Item),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)
            | Tag::HtmlBlock
            | Tag::MetadataBlock(_) => {
                self.paragraph();
                self.code = Some(String::new());
            }
            Tag::Strong => self.styles.strong += 1,
            Tag::Emphasis => self.styles.emphasis += 1,
            Tag::Strikethrough => self.styles.struck += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.styles.links.push(dest_url.into_string());
            }
            Tag::Table(_) => {
                self.paragraph();
                self.rows.clear();
            }
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::TableCell
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.paragraph(),
            TagEnd::Heading(level) => {
                let text = std::mem::take(&mut self.spans);
                self.push(Block::Heading {
                    level: level as u8,
                    text,
                });
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.close(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                if let Some(text) = self.code.take() {
                    self.push(Block::Code { text });
                }
            }
            TagEnd::Strong => self.styles.strong = self.styles.strong.saturating_sub(1),
            TagEnd::Emphasis => self.styles.emphasis = self.styles.emphasis.saturating_sub(1),
            TagEnd::Strikethrough => self.styles.struck = self.styles.struck.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                self.styles.links.pop();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.spans);
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => {
                let rows = std::mem::take(&mut self.rows);
                self.push(Block::Table { rows });
            }
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    fn span(&mut self, text: &str, code: bool) {
        self.spans.push(Span {
            text: text.to_owned(),
            strong: self.styles.strong > 0,
            emphasis: self.styles.emphasis > 0,
            struck: self.styles.struck > 0,
            code,
            link: self.styles.links.last().cloned(),
        });
    }

    /// The text so far, which the text of a tight list is without a paragraph around it.
    fn paragraph(&mut self) {
        let text = std::mem::take(&mut self.spans);
        if !text.is_empty() {
            self.push(Block::Paragraph { text });
        }
    }

    fn push(&mut self, block: Block) {
        if self.blocks.is_empty() {
            self.blocks.push(Vec::new());
        }
        if let Some(blocks) = self.blocks.last_mut() {
            blocks.push(block);
        }
    }

    fn open(&mut self, frame: Frame) {
        self.paragraph();
        if self.blocks.is_empty() {
            self.blocks.push(Vec::new());
        }
        if self.frames.len() >= DEPTH * 2 {
            self.frames.push(Frame::Flat);
            return;
        }
        if !matches!(frame, Frame::List(..)) {
            self.blocks.push(Vec::new());
        }
        self.frames.push(frame);
    }

    fn close(&mut self) {
        self.paragraph();
        match self.frames.pop() {
            Some(Frame::Quote) => {
                let blocks = self.blocks.pop().unwrap_or_default();
                self.push(Block::Quote { blocks });
            }
            Some(Frame::Item) => {
                let blocks = self.blocks.pop().unwrap_or_default();
                match self.frames.last_mut() {
                    Some(Frame::List(_, items)) => items.push(blocks),
                    Some(Frame::Quote | Frame::Item | Frame::Flat) | None => {
                        for block in blocks {
                            self.push(block);
                        }
                    }
                }
            }
            Some(Frame::List(first, items)) => self.push(Block::List { first, items }),
            Some(Frame::Flat) | None => {}
        }
    }

    fn finish(mut self) -> Vec<Block> {
        while !self.frames.is_empty() {
            self.close();
        }
        self.paragraph();
        self.blocks.into_iter().next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn deepest(blocks: &[Block]) -> usize {
        let inside = |block: &Block| match block {
            Block::Quote { blocks } => 1 + deepest(blocks),
            Block::List { items, .. } => 1 + items.iter().map(|item| deepest(item)).max().unwrap_or(0),
            Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::Code { .. }
            | Block::Table { .. }
            | Block::Rule => 0,
        };
        blocks.iter().map(inside).max().unwrap_or(0)
    }

    #[test]
    fn a_document_becomes_blocks() {
        let blocks = blocks("# Hi *you*\n\n- one\n- two\n\n```\nlet x;\n```\n\n|a|b|\n|-|-|\n|1|2|\n\n---\n");
        assert!(
            matches!(&blocks[0], Block::Heading { level: 1, text } if text[1].emphasis && text[1].text == "you")
        );
        assert!(matches!(&blocks[1], Block::List { first: None, items } if items.len() == 2));
        assert!(matches!(&blocks[2], Block::Code { text } if text == "let x;\n"));
        assert!(matches!(&blocks[3], Block::Table { rows } if rows.len() == 2 && rows[1].len() == 2));
        assert_eq!(blocks[4], Block::Rule);
    }

    #[test]
    fn html_stays_the_text_it_is_and_addresses_are_only_told() {
        let found = blocks(
            "<script>x()</script>\n\na <img src=x onerror=x()> [go](javascript:x()) ![pic](http://x/y)\n",
        );
        assert!(matches!(&found[0], Block::Code { text } if text.contains("<script>x()</script>")));
        let Block::Paragraph { text } = &found[1] else {
            panic!("{found:?}")
        };
        assert!(
            text.iter()
                .any(|span| span.code && span.text == "<img src=x onerror=x()>")
        );
        assert!(
            text.iter()
                .any(|span| span.text == "go" && span.link.as_deref() == Some("javascript:x()"))
        );
        assert!(text.iter().any(|span| span.text == "pic"));
    }

    #[test]
    fn a_depth_of_ten_thousand_is_flat() {
        for deep in [
            ">".repeat(10_000) + " x",
            "- ".repeat(5_000) + "x",
            "*".repeat(20_000) + "x",
        ] {
            let blocks = blocks(&deep);
            assert!(deepest(&blocks) <= 2 * DEPTH, "{}", deepest(&blocks));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fall(text in "[-#>*_`|\\[\\]()<!~ \n1.a\\\\]{0,120}") {
            prop_assert!(deepest(&blocks(&text)) <= 2 * DEPTH);
        }
    }
}

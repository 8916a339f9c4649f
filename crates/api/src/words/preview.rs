//! Texts and their shapes as the page shows them: control and bidirectional characters of a text are the page's to
//! keep apart, those of addresses and names are made visible here.

use files::names::visible;
use files::{Block, JsonKind, JsonLine, Shape, Span};

use crate::view::{BlockView, JsonKindView, JsonLineView, ShapeView, SpanView};

pub(crate) fn shape(shape: Shape) -> ShapeView {
    match shape {
        Shape::Markdown(found) => ShapeView::Markdown {
            blocks: blocks(found),
        },
        Shape::Table(table) => ShapeView::Table {
            rows: table.rows,
            more: table.more,
        },
        Shape::Json(tree) => ShapeView::Json {
            lines: tree.lines.into_iter().map(line).collect(),
            more: tree.more,
        },
    }
}

fn blocks(blocks: Vec<Block>) -> Vec<BlockView> {
    blocks.into_iter().map(block).collect()
}

fn block(block: Block) -> BlockView {
    match block {
        Block::Heading { level, text } => BlockView::Heading {
            level,
            text: spans(text),
        },
        Block::Paragraph { text } => BlockView::Paragraph { text: spans(text) },
        Block::Code { text } => BlockView::Code { text },
        Block::Quote { blocks: quoted } => BlockView::Quote {
            blocks: blocks(quoted),
        },
        Block::List { first, items } => BlockView::List {
            first,
            items: items.into_iter().map(blocks).collect(),
        },
        Block::Table { rows } => BlockView::Table {
            rows: rows
                .into_iter()
                .map(|row| row.into_iter().map(spans).collect())
                .collect(),
        },
        Block::Rule => BlockView::Rule,
    }
}

fn spans(spans: Vec<Span>) -> Vec<SpanView> {
    let span = |span: Span| SpanView {
        text: span.text,
        strong: span.strong,
        emphasis: span.emphasis,
        code: span.code,
        struck: span.struck,
        link: span.link.map(|link| visible(&link).into_owned()),
    };
    spans.into_iter().map(span).collect()
}

fn line(line: JsonLine) -> JsonLineView {
    JsonLineView {
        depth: line.depth,
        label: line.label.map(|label| visible(&label).into_owned()),
        kind: match line.kind {
            JsonKind::Object => JsonKindView::Object,
            JsonKind::List => JsonKindView::List,
            JsonKind::Text => JsonKindView::Text,
            JsonKind::Number => JsonKindView::Number,
            JsonKind::Word => JsonKindView::Word,
        },
        value: line.value,
        inside: line.inside,
        count: line.count,
    }
}

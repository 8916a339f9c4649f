//! Documents: a one-page PDF (ISO 32000-1) with a title and lines of text, and prose for text files.

use std::fmt::Write as _;

use super::noise::Noise;

const SENTENCES: [&str; 16] = [
    "The engine weaves algebraical patterns just as the loom weaves flowers and leaves.",
    "We tried the new gears on Tuesday and they hold well at slow speed.",
    "The cards for the second operation are still to be punched.",
    "Please look at the figures in the third column before Friday.",
    "It rained all morning, so we worked on the tables indoors.",
    "The result agrees with the one computed by hand to seven places.",
    "I would rather have one clear page than ten clever ones.",
    "Charles promises the drawings by the end of the month.",
    "The brass for the number wheels came a week late.",
    "Anybody can follow this who has patience and a pencil.",
    "A note on carrying: it takes as long as the longest column.",
    "The bill for the paper is with the invoices.",
    "We agreed to meet again once the store holds fifty numbers.",
    "Nothing was lost when the lamp went out, which speaks for the new cabinet.",
    "The children drew the mill and gave it a face.",
    "Next week: the Bernoulli numbers, then a holiday.",
];

/// So many paragraphs.
pub(super) fn prose(seed: u64, paragraphs: usize) -> String {
    let mut noise = Noise::new(seed);
    let mut text = String::new();
    for _ in 0..paragraphs {
        let sentences = 3 + noise.below(4);
        let words: Vec<&str> = (0..sentences).map(|_| *noise.pick(&SENTENCES)).collect();
        text.push_str(&words.join(" "));
        text.push_str("\n\n");
    }
    text
}

/// A PDF of one A4 page in Helvetica; the texts are ASCII.
pub(super) fn pdf(title: &str, lines: &[String]) -> Vec<u8> {
    let mut page = format!(
        "BT /F1 22 Tf 64 760 Td ({}) Tj /F1 11 Tf 0 -36 Td 17 TL",
        escaped(title)
    );
    for line in lines {
        let _ = write!(page, " ({}) Tj T*", escaped(line));
    }
    page.push_str(" ET 0.23 0.4 0.66 RG 2 w 64 748 m 531 748 l S");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        format!("<< /Title ({}) >>", escaped(title)),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(file, "{offset:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer\n<< /Size {} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)")
}

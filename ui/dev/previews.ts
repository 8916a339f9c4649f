/** What the pretended core shows of files: one of each kind. */
import type { BlockView, JsonLineView, PreviewContent, PreviewView, RowView, SaveTextForm, SpanView } from "../src/lib/bindings";
import { problem } from "./questions";
import { TEXT } from "./world";

const span = (text: string, how: Partial<SpanView> = {}): SpanView => ({
  text,
  strong: false,
  emphasis: false,
  code: false,
  struck: false,
  link: null,
  ...how,
});

const BLOCKS: BlockView[] = [
  { block: "heading", level: 1, text: [span("Agenda")] },
  {
    block: "paragraph",
    text: [span("For "), span("Saturday", { strong: true }), span(", see "), span("the notes", { link: "https://example.com/notes" }), span(".")],
  },
  {
    block: "list",
    first: null,
    items: [
      [{ block: "paragraph", text: [span("Plates of the engine")] }],
      [{ block: "paragraph", text: [span("Numbers of Bernoulli, "), span("note G", { emphasis: true })] }],
    ],
  },
  { block: "quote", blocks: [{ block: "paragraph", text: [span("It weaves algebraic patterns.")] }] },
  { block: "code", text: "<script>alert(1)</script>\n" },
  { block: "table", rows: [[[span("Plate")], [span("Size")]], [[span("1")], [span("1.2 MB")]]] },
  { block: "rule" },
];

const LINES: JsonLineView[] = [
  { depth: 0, label: null, kind: "object", value: "", inside: 6, count: 3 },
  { depth: 1, label: "engine", kind: "text", value: "Analytical", inside: 0, count: 0 },
  { depth: 1, label: "plates", kind: "list", value: "", inside: 3, count: 3 },
  { depth: 2, label: "0", kind: "number", value: "1", inside: 0, count: 0 },
  { depth: 2, label: "1", kind: "number", value: "12345678901234567890123", inside: 0, count: 0 },
  { depth: 2, label: "2", kind: "word", value: "null", inside: 0, count: 0 },
  { depth: 1, label: "done", kind: "word", value: "false", inside: 0, count: 0 },
];

const TABLE = [
  ["Item", "Quarter", "Amount", "Note"],
  ...Array.from({ length: 4000 }, (_, at) => [`Gear ${at + 1}`, `Q${(at % 4) + 1}`, String(17 * (at + 3)), "=cmd|' /C calc'!A0"]),
];

function contentOf(key: string, kind: string): PreviewContent {
  if (kind === "image") return { kind: "image", url: "http://preview.localhost/1" };
  if (key.endsWith(".md")) return { kind: "text", text: TEXT, next: null, shape: { shape: "markdown", blocks: BLOCKS } };
  if (key.endsWith(".csv")) return { kind: "text", text: TEXT, next: 5000, shape: { shape: "table", rows: TABLE, more: true } };
  if (key.endsWith(".json")) return { kind: "text", text: TEXT, next: null, shape: { shape: "json", lines: LINES, more: false } };
  if (kind === "text") return { kind: "text", text: TEXT, next: 5000, shape: null };
  if (kind === "video") return { kind: "tooLarge", anyway: true };
  if (kind === "audio") return { kind: "audio", url: "http://preview.localhost/sound", mediaType: "audio/wav" };
  if (kind === "pdf") return { kind: "pdf" };
  return { kind: "bytes" };
}

/** Saves a text, unless somebody else has changed it. */
export function savedText({ token, writing }: SaveTextForm, conflict: boolean): string {
  if (conflict && writing === "over") {
    throw problem("changed", "Changed meanwhile", "The file was replaced while it was read.", "Try again to get the new one.");
  }
  return token.replace("token of ", "");
}

/** A small picture: a gradient in one of three shapes, or none for every fifth. */
export function smallOf(key: string): string | null {
  const at = [...key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  if (at % 5 === 0) return null;
  const [width, height] = [[256, 171], [171, 256], [256, 256]][at % 3] ?? [256, 256];
  const hue = (at * 47) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="a" x2="1" y2="1"><stop stop-color="hsl(${hue} 45% 62%)"/><stop offset="1" stop-color="hsl(${hue + 60} 40% 34%)"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#a)"/><circle cx="70%" cy="30%" r="24" fill="hsl(${hue + 20} 80% 88%)"/></svg>`;
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}

export function previewOf(key: string, row: RowView | undefined, version: string | null): PreviewView {
  return {
    key,
    version,
    name: row?.name ?? key,
    size: row?.kind === "pdf" ? PDF.length : (row?.size ?? 0),
    modified: row?.modified ?? null,
    contentType: "text/plain",
    editable: version === null && row?.kind === "text" && !/\.(csv|json)$/u.test(key),
    token: `token of ${key}`,
    content: contentOf(key, row?.kind ?? "other"),
  };
}

/** A page of text, and a script that must not run. */
function pdf(): string {
  const stream = "BT /F1 40 Tf 60 700 Td (Analytical Engine) Tj 0 -60 Td /F1 18 Tf (Summary of 1843) Tj ET";
  const objects = [
    "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>",
    "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let text = "%PDF-1.7\n";
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj${object}endobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  return `${text}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
}

const PDF = new TextEncoder().encode(pdf());

/** The bytes of a PDF, or any for another file; the core gives them without JSON around them. */
export function bytesOf(token: string, start: number, length: number): ArrayBuffer {
  if (token.endsWith(".pdf")) return PDF.slice(start, start + length).buffer;
  return Uint8Array.from({ length }, (_, at) => ((start + at) * 31 + ((start + at) >> 5)) & 0xff).buffer;
}

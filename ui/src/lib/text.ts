/** Text of files as it is shown: in lines, with nothing in it that hides or turns what stands around it. */

/** The most characters of a line that are drawn. */
const WIDEST = 2000;

/** Characters that a reader cannot see: controls but the tabulator, bidirectional marks, invisible fillers. */
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/** The lines of a text; a line break at its end begins no other. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/u);
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  return lines;
}

/** A line as it is drawn. */
export function shownLine(line: string): string {
  const cut = line.length > WIDEST ? `${line.slice(0, WIDEST)}…` : line;
  return cut.replace(HIDDEN, (hidden) => {
    const code = hidden.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "␡" : `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

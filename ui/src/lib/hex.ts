/** Bytes as a hexadecimal listing. */

/** Bytes in a line. */
export const ROW = 16;
/** Bytes that are read at a time; a multiple of `ROW`. */
export const PAGE = 16_384;

export interface HexLine {
  bytes: string;
  text: string;
}

/** One line from the pages that are there; empty where its page is not. */
export function hexLine(pages: ReadonlyMap<number, Uint8Array>, index: number): HexLine {
  const start = index * ROW;
  const page = pages.get(Math.floor(start / PAGE));
  const row = page?.subarray(start % PAGE, (start % PAGE) + ROW) ?? new Uint8Array();
  const bytes = Array.from(row, (byte) => byte.toString(16).padStart(2, "0"));
  const text = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·"));
  return { bytes: [bytes.slice(0, 8).join(" "), bytes.slice(8).join(" ")].join("  "), text: text.join("") };
}

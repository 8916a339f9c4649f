/** The arithmetic of a list of equal rows of which only a window is in the document. */

/** Engines lose precision, or cut off, above some 33 million pixels; the scroll bar is scaled before that. */
const TALLEST = 12_000_000;

export interface Measures {
  /** Rows in all. */
  total: number;
  /** The height of a row, in pixels. */
  row: number;
  /** The height of what is seen, in pixels. */
  viewport: number;
}

/** The height of the scrolled element, in pixels. */
export function spanOf({ total, row }: Measures): number {
  return Math.min(total * row, TALLEST);
}

/** List pixels for each scrolled pixel: 1, but for very long lists. */
function ratioOf(measures: Measures): number {
  const span = spanOf(measures);
  const scrolled = span - measures.viewport;
  return scrolled > 0 ? (measures.total * measures.row - measures.viewport) / scrolled : 1;
}

export interface Visible {
  first: number;
  count: number;
  /** Where the first row stands in the scrolled element, in pixels. */
  top: number;
}

/** Which rows to draw, `overscan` more on either side than are seen. */
export function visibleRows(measures: Measures, scrollTop: number, overscan: number): Visible {
  const { total, row, viewport } = measures;
  if (total === 0 || row <= 0) return { first: 0, count: 0, top: 0 };
  const at = scrollTop * ratioOf(measures);
  const first = Math.max(0, Math.min(total - 1, Math.floor(at / row) - overscan));
  const last = Math.min(total, Math.ceil((at + viewport) / row) + overscan);
  return { first, count: Math.max(0, last - first), top: first * row - at + scrollTop };
}

/** The row at a height below the top of what is seen, in pixels; the nearest one where there is none. */
export function rowAt(measures: Measures, scrollTop: number, y: number): number {
  const at = scrollTop * ratioOf(measures) + y;
  return Math.max(0, Math.min(measures.total - 1, Math.floor(at / measures.row)));
}

/** Where to scroll so that the row is seen whole; the same place if it is. */
export function scrollTo(measures: Measures, scrollTop: number, index: number): number {
  const ratio = ratioOf(measures);
  const at = scrollTop * ratio;
  const top = index * measures.row;
  if (top < at) return top / ratio;
  if (top + measures.row > at + measures.viewport) return (top + measures.row - measures.viewport) / ratio;
  return scrollTop;
}

/** Where a key of movement leads, or `null` for any other key. `page` is how many rows are seen. */
export function moved(key: string, index: number, total: number, page: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + Math.max(1, page - 1),
    PageUp: index - Math.max(1, page - 1),
    Home: 0,
    End: total - 1,
  };
  const to = steps[key];
  return to === undefined || total === 0 ? null : Math.max(0, Math.min(total - 1, to));
}

/** As `moved`, among tiles that stand `across` in a row; `page` is how many rows of them are seen. */
export function movedAmongTiles(key: string, index: number, total: number, across: number, page: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: index + 1,
    ArrowLeft: index - 1,
    ArrowDown: index + across,
    ArrowUp: index - across,
    PageDown: index + across * Math.max(1, page - 1),
    PageUp: index - across * Math.max(1, page - 1),
    Home: 0,
    End: total - 1,
  };
  const to = steps[key];
  if (to === undefined || total === 0) return null;
  return key === "ArrowUp" && to < 0 ? index : Math.max(0, Math.min(total - 1, to));
}

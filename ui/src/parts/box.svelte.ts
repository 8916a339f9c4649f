/** A box drawn with the pointer over a list, to select what it covers. Near an edge the list scrolls on. */

interface Owner {
  scroller: () => HTMLElement;
  /** What the box covers now, as heights below the top of what is seen, in pixels. */
  draw: (from: number, to: number, add: boolean) => void;
}

interface Shown {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How far the pointer must go before it is a box and not a click, in pixels. */
const SLACK = 5;
/** How near to an edge the list begins to scroll, and by how much at a time, in pixels. */
const EDGE = 24;

export class Box {
  /** The box, in the coordinates of what is scrolled. */
  shown = $state.raw<Shown | null>(null);
  /** Whether the click that follows belongs to a box. */
  justDrawn = false;
  readonly #owner: Owner;
  #start: { x: number; y: number; add: boolean } | null = null;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  begin(event: PointerEvent): void {
    this.justDrawn = false;
    const target = event.target instanceof Element ? event.target : null;
    if (event.button !== 0 || event.pointerType === "touch" || event.shiftKey || target?.closest("button, [draggable]")) return;
    const { x, y } = this.#within(event);
    this.#start = { x, y, add: event.ctrlKey || event.metaKey };
  }

  move(event: PointerEvent): void {
    if (!this.#start) return;
    const scroller = this.#owner.scroller();
    const { x, y } = this.#within(event);
    if (!this.shown && Math.hypot(x - this.#start.x, y - this.#start.y) < SLACK) return;
    if (!this.shown) scroller.setPointerCapture(event.pointerId);
    this.justDrawn = true;
    const frame = scroller.getBoundingClientRect();
    if (event.clientY > frame.bottom - EDGE) scroller.scrollTop += EDGE;
    else if (event.clientY < frame.top + 2 * EDGE) scroller.scrollTop -= EDGE;
    this.shown = {
      x: Math.min(x, this.#start.x),
      y: Math.min(y, this.#start.y),
      width: Math.abs(x - this.#start.x),
      height: Math.abs(y - this.#start.y),
    };
    this.#owner.draw(this.#start.y - scroller.scrollTop, y - scroller.scrollTop, this.#start.add);
  }

  end(): void {
    this.#start = null;
    this.shown = null;
  }

  #within(event: PointerEvent): { x: number; y: number } {
    const scroller = this.#owner.scroller();
    const frame = scroller.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top + scroller.scrollTop };
  }
}

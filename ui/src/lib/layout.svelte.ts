/** Which side panels are open and how large, remembered on this computer. Nothing else is kept here. */

const KEY = "layout";

export class Layout {
  inspector = $state(false);
  /** In rem, at the right. */
  inspectorWidth = $state(26);
  sandbox = $state(false);
  transfers = $state(false);
  account = $state(false);
  /** Whether files are shown as pictures rather than as a list. */
  pictures = $state(false);

  constructor() {
    const kept = read();
    if (typeof kept["inspector"] === "boolean") this.inspector = kept["inspector"];
    if (typeof kept["pictures"] === "boolean") this.pictures = kept["pictures"];
    if (typeof kept["inspectorWidth"] === "number") this.resize(kept["inspectorWidth"]);
  }

  toggleInspector(): void {
    this.inspector = !this.inspector;
    this.#keep();
  }

  showPictures(pictures: boolean): void {
    this.pictures = pictures;
    this.#keep();
  }

  resize(width: number): void {
    this.inspectorWidth = Math.max(18, Math.min(48, width));
    this.#keep();
  }

  #keep(): void {
    const kept = { inspector: this.inspector, inspectorWidth: this.inspectorWidth, pictures: this.pictures };
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Without storage the layout lasts as long as the window.
    }
  }
}

function read(): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}

export const layout = new Layout();

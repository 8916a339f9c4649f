/**
 * Draws PDFs with pdf.js, which is loaded with the first one. Bytes arrive in ranges from the core; scripts, forms,
 * links and everything else that could act are left out, because only pages are drawn, onto a canvas.
 */
import type { PDFDocumentProxy } from "pdfjs-dist";
import * as ipc from "./ipc";

/** Bytes that are read at a time. */
const PART = 512 << 10;
/** The most pixels of a page. */
const PIXELS = 16_000_000;

/** `AnnotationMode.DISABLE`. */
const NO_ANNOTATIONS = 0;

/** Opens a PDF of `size` bytes. */
export async function openPdf(token: string, size: number): Promise<PDFDocumentProxy> {
  const [pdf, worker] = await Promise.all([
    import("pdfjs-dist/legacy/build/pdf.mjs"),
    import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?url"),
  ]);
  pdf.GlobalWorkerOptions.workerSrc = worker.default;
  const first = new Uint8Array(await ipc.previewRead(token, 0, PART));
  const transport = new pdf.PDFDataRangeTransport(size, first);
  transport.requestDataRange = (begin: number, end: number): void => {
    void readTo(transport, token, begin, end);
  };
  const task = pdf.getDocument({
    range: transport,
    rangeChunkSize: PART,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    isEvalSupported: false,
    isImageDecoderSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    maxImageSize: PIXELS,
    stopAtErrors: false,
    verbosity: pdf.VerbosityLevel.ERRORS,
  });
  return task.promise;
}

async function readTo(
  transport: { onDataRange: (begin: number, chunk: Uint8Array | null) => void },
  token: string,
  begin: number,
  end: number,
): Promise<void> {
  try {
    const bytes = new Uint8Array(end - begin);
    for (let at = 0; at < bytes.length; ) {
      const part = new Uint8Array(await ipc.previewRead(token, begin + at, Math.min(PART, bytes.length - at)));
      if (part.length === 0) break;
      bytes.set(part, at);
      at += part.length;
    }
    transport.onDataRange(begin, bytes);
  } catch {
    transport.onDataRange(begin, null);
  }
}

/** Draws a page so wide, in CSS pixels, onto a canvas; tells how to stop. */
export function drawPage(
  document: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
  width: number,
): { done: Promise<void>; stop: () => void } {
  let stopped = false;
  let stop = (): void => undefined;
  const done = (async () => {
    const page = await document.getPage(number);
    if (stopped) return;
    const natural = page.getViewport({ scale: 1 });
    const wanted = (width / natural.width) * devicePixelRatio;
    const area = natural.width * natural.height;
    const scale = Math.min(wanted, Math.sqrt(PIXELS / Math.max(1, area)));
    const viewport = page.getViewport({ scale });
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    const drawing = page.render({ canvas, viewport, annotationMode: NO_ANNOTATIONS });
    stop = () => drawing.cancel();
    await drawing.promise;
  })();
  return {
    done,
    stop: () => {
      stopped = true;
      stop();
    },
  };
}

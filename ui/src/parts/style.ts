/** Style properties set through the CSSOM: the page's CSP allows no style attribute. */
import type { Attachment } from "svelte/attachments";

/** Sets (and, for `null`, removes) style properties of the element. */
export function style(properties: Record<string, string | null>): Attachment<HTMLElement | SVGElement> {
  return (element) => {
    for (const [name, value] of Object.entries(properties)) {
      if (value === null) element.style.removeProperty(name);
      else element.style.setProperty(name, value);
    }
  };
}

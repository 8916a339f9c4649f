/** The words are English; the region (date order, digits) is the person's own where they use English at all. */
export function locale(): string {
  return navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB";
}

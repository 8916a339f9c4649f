/** A part of the catalogue: texts under keys; a text with a count has its plural forms, chosen by `Intl`. */
export interface Forms {
  one?: string;
  other: string;
}

export type Text = string | Forms;
export type Catalogue = Record<string, Text>;

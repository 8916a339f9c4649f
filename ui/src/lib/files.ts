/** Words and icons of places, folders and files. */
import type { LocationKind, LocationView, RowKind } from "./bindings";
import { say } from "./words";
import type { IconName } from "../parts/Icon.svelte";

const PLACE_ICONS: Record<LocationKind, IconName> = {
  private: "lock",
  protected: "people",
  public: "globe",
  plain: "drive",
};

const ROW_ICONS: Record<RowKind, IconName> = {
  folder: "folder",
  image: "image",
  text: "text",
  pdf: "text",
  audio: "audio",
  video: "video",
  archive: "archive",
  other: "file",
};

export const placeIcon = (place: LocationView): IconName => PLACE_ICONS[place.kind];
export const rowIcon = (kind: RowKind): IconName => ROW_ICONS[kind];

export function placeName(place: LocationView): string {
  return place.name ?? say(`place.${place.kind}`);
}

export function placeHint(place: LocationView): string {
  return say(`place.${place.kind}.hint`, { bucket: place.bucket });
}

export interface Crumb {
  name: string;
  folder: string;
}

/** The way to a folder, the place first. */
export function crumbsOf(place: LocationView, folder: string): Crumb[] {
  const parts = folder.split("/").slice(0, -1);
  return [
    { name: placeName(place), folder: "" },
    ...parts.map((name, at) => ({ name, folder: `${parts.slice(0, at + 1).join("/")}/` })),
  ];
}

/** What a bookmark or a recent folder is called: by its own name, else by the folder's. */
export function shortcutName(place: LocationView, one: { folder: string; name?: string | null }): string {
  return one.name ?? crumbsOf(place, one.folder).at(-1)?.name ?? placeName(place);
}

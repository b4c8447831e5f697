// How a place in a document is named for people: `Title › Heading` and `docs/x.md:12:5`.
import type { Project } from "../../app/project/project.ts";

type Place = Awaited<ReturnType<Project["placeOf"]>>;

/** A first heading that only repeats the title is left out. */
export function titleLabel(title: string, headings: readonly string[]): string {
  const rest = headings[0] === title ? headings.slice(1) : headings;
  return [title, ...rest].join(" › ");
}

/** Line and column where the document is a text file, the page or sheet where it has some. */
export function placeLabel(uri: string, place: Place | undefined): string {
  if (place?.line !== undefined && place.column !== undefined) return `${uri}:${place.line}:${place.column}`;
  return place?.landmark === undefined ? uri : `${uri} (${place.landmark})`;
}

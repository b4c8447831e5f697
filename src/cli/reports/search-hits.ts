// The passages that a search found, for people.
import type { Project, SearchResult } from "../../app/project/project.ts";
import type { Printer } from "../printer.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { EXCERPT_LINES, excerptLines } from "./excerpt.ts";
import { placeLabel, titleLabel } from "./place-label.ts";

type Place = Awaited<ReturnType<Project["placeOf"]>>;
export type PlacedHit = SearchResult["hits"][number] & { readonly place: Place | undefined };

export function hitLines(
  result: Pick<SearchResult, "terms">,
  hits: readonly PlacedHit[],
  printer: Printer,
): readonly Styled[] {
  return hits.flatMap((hit, index) => hitBlock(hit, { rank: index + 1, terms: result.terms }, printer));
}

type HitContext = { readonly rank: number; readonly terms: readonly string[] };

function hitBlock(
  { passage, score, place }: PlacedHit,
  { rank, terms }: HitContext,
  printer: Printer,
): readonly Styled[] {
  const { bold, dim, cyan, link } = printer.palette;
  const width = Math.min(printer.columns, 120) - 4;
  const excerpt = excerptLines(passage.text, { terms, width, maxLines: EXCERPT_LINES }, printer.palette);
  return [
    line`${bold(`${rank}.`)} ${bold(titleLabel(passage.document.title, place?.headings ?? passage.headings))}  ${dim(score.toFixed(3))}`,
    line`   ${link(cyan(placeLabel(passage.document.uri, place)), place?.address)}`,
    ...excerpt.map((text) => line`   ${text}`),
    line``,
  ];
}

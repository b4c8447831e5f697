// The passages that a search found, for people.
import type { Project, SearchResult } from "../../app/project/project.ts";
import type { Printer } from "../printer.ts";
import { wrap } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { placeLabel, titleLabel } from "./place-label.ts";

type Place = Awaited<ReturnType<Project["placeOf"]>>;
export type PlacedHit = SearchResult["hits"][number] & { readonly place: Place | undefined };

const SNIPPET_LINES = 4;

export function hitLines(hits: readonly PlacedHit[], printer: Printer): readonly Styled[] {
  return hits.flatMap((hit, index) => hitBlock(hit, index + 1, printer));
}

function hitBlock({ passage, score, place }: PlacedHit, rank: number, printer: Printer): readonly Styled[] {
  const { bold, dim, cyan, link } = printer.palette;
  const snippet = wrap(passage.text.replaceAll(/\s+/gu, " ").trim(), Math.min(printer.columns, 110), "   ");
  const cut = snippet.length > SNIPPET_LINES ? [...snippet.slice(0, SNIPPET_LINES - 1), line`   ${dim("…")}`] : snippet;
  return [
    line`${bold(`${rank}.`)} ${bold(titleLabel(passage.document.title, passage.headings))}  ${dim(score.toFixed(3))}`,
    line`   ${link(cyan(placeLabel(passage.document.uri, place)), place?.address)}`,
    ...cut,
    line``,
  ];
}

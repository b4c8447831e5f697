// Why a search found what it found: both searches' ranks and scores, the filter, the generation, the timings.
import type { SearchResult } from "../../app/project/project.ts";
import type { Printer } from "../printer.ts";
import { duration, plural, table } from "../terminal/layout.ts";
import { line, type Printable, type Styled } from "../terminal/styled.ts";

export type SearchFacts = {
  readonly principals: readonly string[];
  readonly where: readonly string[];
};

export function explainLines(result: SearchResult, facts: SearchFacts, { palette }: Printer): readonly Styled[] {
  const { bold, dim } = palette;
  const head = ["", "score", "words", "", "", "vector", "", "", "passage"].map((title) => dim(title));
  const sub = ["", "", "rank", "score", "0..1", "rank", "score", "0..1", ""].map((title) => dim(title));
  const rows = result.hits.map((hit, index) => [
    `${index + 1}.`,
    hit.score.toFixed(3),
    ...legCells(hit.lexical),
    ...legCells(hit.dense),
    `${hit.passage.documentId} #${hit.passage.ordinal}`,
  ]);
  const right = "right" as const;
  return [
    line`${bold("Why")}`,
    ...(rows.length === 0 ? [] : table([head, sub, ...rows], [right, right, right, right, right, right, right, right])),
    ...table(factRows(result, facts).map(([name, value]) => [dim(name), value])),
  ];
}

type Leg = SearchResult["hits"][number]["lexical"];

function legCells(leg: Leg): readonly string[] {
  return leg === undefined ? ["–", "", ""] : [String(leg.rank), leg.score.toFixed(2), leg.normalised.toFixed(2)];
}

function factRows(result: SearchResult, { principals, where }: SearchFacts): readonly (readonly [string, Printable])[] {
  const timings = Object.entries(result.timingsMs).map(([stage, ms]) => `${stage} ${duration(ms)}`);
  return [
    ["terms", result.terms.join(", ") || "none"],
    ["read as", principals.join(", ") || "nobody"],
    ["where", where.join(" and ") || "no condition"],
    ["searched", `${plural(result.visible, "passage")}, ${result.exact ? "exhaustively" : "approximately"}`],
    ["generation", String(result.generation)],
    ["timings", timings.join(" · ")],
  ];
}

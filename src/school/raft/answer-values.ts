// What each answer of a set tells: its names and numbers beyond the question, without the phrases of the house that many answers share.
import { parseJson } from "../../core/parse-json.ts";
import { plainText, plainWords } from "../plain-words.ts";
import { valuesOf } from "../screen/find-facts.ts";
import { SMALL_WORDS } from "./choose-passages.ts";

export type Answered = { readonly question: string; readonly answer: string };

/** A phrase that so many answers hold says nothing of any one question. */
const SHARED = 0.2;
const FEWEST = 3;

/** In the order of the rows; empty where an answer tells nothing that could be looked for. */
export function answerValues(rows: readonly Answered[]): readonly (readonly string[])[] {
  const pieces = rows.map(({ answer }) => piecesOf(answer));
  const counts = new Map<string, number>();
  for (const piece of pieces.flatMap((own) => [...new Set(own)])) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const isShared = (piece: string): boolean => (counts.get(piece) ?? 0) > Math.max(FEWEST, rows.length * SHARED);
  return rows.map(({ question }, at) =>
    valuesBeyond(question, (pieces[at] ?? []).filter((piece) => !isShared(piece)).join(" ")),
  );
}

function valuesBeyond(question: string, said: string): readonly string[] {
  const asked = plainText(question);
  const values = valuesOf(said).filter((value) => !asked.includes(plainText(value)));
  if (values.length > 0) return values;
  const words = new Set(plainWords(question));
  return [...new Set(plainWords(said))].filter((word) => !words.has(word) && !SMALL_WORDS.has(word));
}

/** Sentences; of a JSON object those of its fields. */
function piecesOf(answer: string): readonly string[] {
  return textsOf(answer).flatMap((text) => text.split(/(?<=[.!?])\s+/u).filter((piece) => piece.trim() !== ""));
}

function textsOf(answer: string): readonly string[] {
  if (!answer.trimStart().startsWith("{")) return [answer];
  try {
    const value: unknown = parseJson(answer);
    if (typeof value !== "object" || value === null) return [answer];
    return Object.values(value).filter((field) => typeof field === "string");
  } catch {
    // why: what only looks like JSON is read as text.
    return [answer];
  }
}

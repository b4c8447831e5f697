// Holds a claim against the passages that it cites: every quote found again, every value there, or a reason why not.
import type { Citation, UnsupportedReason } from "../../../spec/answer.ts";
import type { Span } from "../../../spec/document.ts";
import type { Analyze } from "../../quote/asked-words.ts";
import { claimValues } from "./claim-values.ts";
import { findQuote } from "./find-quote.ts";
import { quotedStrings } from "./quoted-strings.ts";
import type { ReadPassage, ReadUnit } from "./read-passage.ts";
import { supportClaim, type Supporting } from "./support-claim.ts";

/** Exact words of a passage, by the number under which the model was shown it; positions in the document's text. */
export type Evidenced = Span & {
  readonly number: number;
  readonly by: NonNullable<Citation["by"]>;
};

export type Verdict = {
  readonly evidence: readonly Evidenced[];
  /** Why the claim is not supported; undefined where it is. */
  readonly reason?: UnsupportedReason;
};

export type Shelf = {
  /** Those that were shown and can still be read, by number. */
  readonly passages: ReadonlyMap<number, ReadPassage>;
  readonly analyze: Analyze;
  readonly asked: string;
};

/** Numbers of passages that do not exist are not given here: they are no evidence of anything. */
export function verifyClaim(claim: string, numbers: readonly number[], shelf: Shelf): Verdict {
  const cited = numbers.filter((number) => shelf.passages.has(number));
  if (cited.length === 0) return { evidence: [], reason: "other-words" };
  const quoted = verifyQuotes(claim, cited, shelf);
  if (quoted === undefined) return { evidence: [], reason: "altered-quote" };
  const rest = withoutQuotes(claim);
  if (quoted.length > 0 && claimValues(rest).every(({ kind }) => kind === "name")) return { evidence: quoted };
  const said = verifyWords(claim, cited, shelf);
  return said.reason === undefined ? { evidence: merged([...quoted, ...said.evidence]) } : said;
}

/** For a claim that cites nothing: the passage that says it most fully, where there is one. */
export function findSupport(claim: string, shelf: Shelf): readonly Evidenced[] {
  const quoted = quotedStrings(claim);
  const tried = [...shelf.passages.keys()].flatMap((number) => {
    const support = supportOf(claim, [number], shelf);
    if (support.kind === "unsupported" || support.share < MIN_FOUND_SHARE) return [];
    const verified = quoted.length === 0 || verifyQuotes(claim, [number], shelf) !== undefined;
    return verified ? [{ share: support.share, units: support.units, number }] : [];
  });
  const [best] = tried.toSorted((one, other) => other.share - one.share || one.number - other.number);
  return best === undefined ? [] : evidenceOf(best.units, "search", shelf);
}

/** Whoever is not told where to look has to find nearly all of the words. */
const MIN_FOUND_SHARE = 0.6;

function verifyQuotes(claim: string, cited: readonly number[], { passages }: Shelf): Evidenced[] | undefined {
  const found: Evidenced[] = [];
  for (const { words } of quotedStrings(claim)) {
    const place = cited.flatMap((number) => {
      const passage = passages.get(number);
      const span = passage && findQuote(words, { text: passage.document.text, within: passage.place });
      return span === undefined ? [] : [{ ...span, number, by: "quote" as const }];
    })[0];
    if (place === undefined) return undefined;
    // why: a single word in quotation marks is a name for something; it is no evidence of what is said about it.
    if (/\s/u.test(words.trim())) found.push(place);
  }
  return found;
}

function withoutQuotes(claim: string): string {
  return quotedStrings(claim).reduceRight(
    (text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`,
    claim,
  );
}

/** By each passage alone; where none says all of it, by all of them together. */
function verifyWords(claim: string, cited: readonly number[], shelf: Shelf): Verdict {
  const alone = cited.map((number) => supportOf(claim, [number], shelf));
  const units = alone.flatMap((support) => (support.kind === "supported" ? support.units : []));
  if (units.length > 0) return { evidence: evidenceOf(units, "mark", shelf) };
  const together = cited.length > 1 ? supportOf(claim, cited, shelf) : alone[0];
  if (together?.kind === "supported") return { evidence: evidenceOf(together.units, "mark", shelf) };
  return { evidence: [], reason: together?.reason ?? "other-words" };
}

function supportOf(claim: string, numbers: readonly number[], { passages, analyze, asked }: Shelf) {
  const units = numbers.flatMap((number) => passages.get(number)?.units ?? []);
  const options: Supporting = { analyze, ...(asked === "" ? {} : { asked }) };
  return supportClaim(claim, { units }, options);
}

/** Sentences that follow one another are one quote. */
function evidenceOf(units: readonly ReadUnit[], by: Evidenced["by"], { passages }: Shelf): readonly Evidenced[] {
  const joined: { number: number; start: number; end: number; by: Evidenced["by"] }[] = [];
  for (const { number, start, end } of units.toSorted(
    (one, other) => one.number - other.number || one.start - other.start,
  )) {
    const last = joined.at(-1);
    const between = last?.number === number ? passages.get(number)?.document.text.slice(last.end, start) : undefined;
    if (last !== undefined && between?.trim() === "") last.end = Math.max(last.end, end);
    else joined.push({ number, start, end, by });
  }
  return merged(joined);
}

/** What lies within another piece of evidence adds nothing to it. */
function merged(evidence: readonly Evidenced[]): readonly Evidenced[] {
  return evidence.filter(
    (one, at) =>
      !evidence.some(
        (other, index) =>
          index !== at &&
          other.number === one.number &&
          other.start <= one.start &&
          other.end >= one.end &&
          (other.end - other.start > one.end - one.start || index < at),
      ),
  );
}

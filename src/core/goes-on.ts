// Tells a full stop that ends a sentence from one that belongs to a number or to a shortened word, in languages besides English.
import { foldWord, isSmallest, type Language, languageOf } from "./language-of.ts";

/** Not `may` and `march`, which begin English sentences; in other languages they are spelt otherwise. */
const MONTHS = new Set(
  (
    "januar jänner februar feber märz april mai juni juli august september oktober november dezember jan feb mär mrz apr jun jul aug sep " +
    "sept okt nov dez january february june july october december oct dec janvier février mars avril juin juillet août septembre octobre " +
    "novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile " +
    "maggio giugno luglio settembre ottobre dicembre januari februari maart mei augustus"
  ).split(" "),
);

const SHORTENED: Readonly<Record<Exclude<Language, "en">, string>> = {
  de:
    "abs abt allg anl anm art aufl bd bes betr bez bspw bzgl bzw ca dgl dipl einschl entspr etc evtl exkl ff fr frl geb gem ges ggf ggü " +
    "hr hrn hrsg inkl insb jh kap lfd lit lt max mind min mio mrd nr pl prof rd sog spez st std str tel usw verf vgl wg ziff zus zzgl zzt " +
    "jan feb mär apr aug sep sept okt nov dez",
  fr:
    "adr apr art av bd blvd cf chap ch éd env etc ex fig hab max min mlle mme mmes nb no nos obs pl pp réf resp rte ste st suiv tél vol " +
    "janv févr avr juil juill sept oct nov déc",
  es:
    "admón aprox art arts avda av cap cía ctra dcha depto dña dpto dr dra dto ed ej etc fig izq ltda máx mín núm pág págs pl prof ref sr " +
    "sra sres srta tel teléf tfno ud uds vd vds vol ene abr ago sept oct nov dic",
  it:
    "art artt avv ca cap cfr dott ecc ed es fig geom ing max min num pag pagg prof rag rif sig sigg tel vol gen febb apr giu lug ago " +
    "sett ott nov dic",
  nl:
    "afd art blz bv bijv ca dhr drs enz etc evt excl fam geb incl ing ir jl max mevr min mr mw nl nr pag resp st tel vgl zgn jan feb mrt " +
    "apr aug sept okt nov dec",
};
const SHORTENED_WORDS = new Map(
  Object.entries(SHORTENED).map(([language, list]): [string, ReadonlySet<string>] => [
    language,
    new Set(list.split(" ")),
  ]),
);
const ALL_SHORTENED = new Set(Object.values(SHORTENED).flatMap((list) => list.split(" ")));

const NUMBER = /(?<![\p{L}\p{N}.,:/-])\p{N}{1,2}$/u;
const WORD = /(?<![\p{L}\p{N}])\p{L}+$/u;
/** `Bahnhofstr.` and what a street or a paragraph is followed by. */
const STREET = /\p{L}{2,}str$/iu;
const FIGURE = /^\s+(?:§|\p{N})/u;
const LONGEST_BEFORE = 40;

/**
 * Whether the sentence goes on after the full stop at `at`: `am 31. März`, `im 20. Jahrhundert`, `gem. § 5`, `Bahnhofstr. 7`.
 * `language` is asked for only where it matters, because a text has many full stops.
 */
export function goesOnAfter(text: string, at: number, language: () => Language | undefined): boolean {
  const before = text.slice(Math.max(0, at - LONGEST_BEFORE), at);
  const after = text.slice(at + 1, at + 1 + LONGEST_BEFORE);
  const [, next = ""] = /^\s+["'“„«([*_]*(\p{L}+)/u.exec(after) ?? [];
  if (NUMBER.test(before)) return next !== "" && isOrdinal(next, language);
  const [word = ""] = WORD.exec(before) ?? [];
  return word !== "" && isShortened(word, { after, next }, language);
}

/** All German nouns are capitalised; a new sentence often begins with one of the smallest words. */
function isOrdinal(next: string, language: () => Language | undefined): boolean {
  if (/^\p{Ll}/u.test(next)) return true;
  if (MONTHS.has(next.toLowerCase())) return language() !== "en";
  return language() === "de" && !isSmallest(foldWord(next), "de");
}

type Following = { readonly after: string; readonly next: string };

function isShortened(word: string, { after, next }: Following, language: () => Language | undefined): boolean {
  const isStreet = STREET.test(word);
  if (isStreet && FIGURE.test(after)) return true;
  const lower = word.toLowerCase();
  if (!isStreet && (!ALL_SHORTENED.has(lower) || /^\p{Lu}{2,}$/u.test(word))) return false;
  const spoken = language();
  if (spoken === "en") return false;
  if (spoken === undefined) return /^\s+§/u.test(after);
  if (!isStreet && SHORTENED_WORDS.get(spoken)?.has(lower) !== true) return false;
  return FIGURE.test(after) || (next !== "" && !isSmallest(foldWord(next), spoken));
}

/** The language of a text, found out at the first asking. */
export function languageOnce(text: string): () => Language | undefined {
  let known: { readonly language: Language | undefined } | undefined;
  return () => (known ??= { language: languageOf(text) }).language;
}

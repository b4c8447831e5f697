// Recognises that a reply to be learnt says that it does not know, as a sentence or in the fields of a JSON object.
import { isAbsent, isRecord, type JsonRecord, parsed } from "../examples/import/json-value.ts";

const SENTENCE =
  /\b(?:I (?:do not|don't|cannot|can't) (?:know|say|tell|answer|find)|I am not able to|do(?:es)? not (?:say|mention|state)|(?:is|are) not (?:mentioned|stated) (?:in|anywhere)|not in the (?:documents|passages)|ich weiß (?:es )?nicht|je ne sais pas|no lo sé)\b/iu;
const REFUSING = 240;

/** Fields that hold what was asked for. */
const ANSWERS = /^(?:answers?|reply|response|result|value|text|antwort|réponse|respuesta)$/iu;
/** Fields that say whether there is an answer. */
const STATES = /^(?:status|state|outcome|verdict|kind|type)$/iu;
const NO_ANSWER =
  /^(?:unknown|missing|not[ _-]?(?:found|known|available|answerable|in[ _-]the[ _-]documents)|no[ _-]?answer|unanswerable|refus(?:al|ed)|insufficient(?:[ _-]\w+)?|n\/?a|none|unbekannt|inconnu|desconocido)\.?$/iu;
const KNOWS = /^(?:found|known|answerable|answered|has_?answer|is_?known)$/iu;

/** What is said first counts: whoever answers first and doubts later has answered. */
export function isRefusal(text: string): boolean {
  const value = parsed(unfenced(text));
  if (!isRecord(value)) return refuses(text);
  const { answers, others } = partedFields(value);
  if (answers.length > 0 && answers.every((answer) => isNoAnswer(answer))) return true;
  const isDenied = Object.entries(value).some(([name, held]) => denies(name, held));
  if (answers.length > 0) return isDenied;
  // why: without an answer's field, a status may be data that was asked for; it says no only where nothing else is said.
  return others.some((held) => typeof held === "string" && refuses(held)) || (isDenied && others.every(isAbsent));
}

type Fields = { readonly answers: readonly unknown[]; readonly others: readonly unknown[] };

function partedFields(value: JsonRecord): Fields {
  const entries = Object.entries(value);
  const held = (wanted: (name: string) => boolean): readonly unknown[] =>
    entries.filter(([name]) => wanted(name)).map(([, one]) => one);
  return {
    answers: held((name) => ANSWERS.test(name)),
    others: held((name) => !ANSWERS.test(name) && !STATES.test(name) && !KNOWS.test(name)),
  };
}

function isNoAnswer(answer: unknown): boolean {
  if (typeof answer !== "string") return isAbsent(answer);
  return answer.trim() === "" || NO_ANSWER.test(answer.trim()) || refuses(answer);
}

function denies(name: string, held: unknown): boolean {
  if (KNOWS.test(name)) return held === false || (typeof held === "string" && /^(?:no|false)$/iu.test(held.trim()));
  return STATES.test(name) && typeof held === "string" && NO_ANSWER.test(held.trim());
}

function refuses(text: string): boolean {
  return SENTENCE.test(text.replaceAll(/[’ʼ]/gu, "'").slice(0, REFUSING));
}

/** JSON that stands in a fence of its own. */
function unfenced(text: string): string {
  return /^```(?:json)?\s*\n([^]*?)\n?```$/iu.exec(text.trim())?.[1] ?? text.trim();
}

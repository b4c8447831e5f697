// Says a phrasing a little differently: a word more in front or behind, a small word less, `what's` for `what is`. For training only.
import { chance, pick, type Random } from "../random.ts";
import type { Phrasing } from "./attribute.ts";

const BEFORE_QUESTION = [
  "So ",
  "And ",
  "Hey, ",
  "Well, ",
  "Just checking: ",
  "Sorry, but ",
  "Quickly: ",
  "Do tell: ",
  "My question: ",
];
const AFTER_QUESTION = [
  " exactly",
  " these days",
  ", please",
  " at the moment",
  " again",
  " then",
  ", by the way",
  " at all",
  " nowadays",
];
const BEFORE_STATEMENT = [
  "Note that ",
  "By the way, ",
  "As you know, ",
  "Also, ",
  "At present ",
  "Besides, ",
  "For the record, ",
  "In fact ",
];
const AFTER_STATEMENT = [
  " as well",
  ", as agreed",
  " for now",
  " until further notice",
  ", of course",
  " at the moment",
  ", as before",
];

export function roughenQuestion(random: Random, parts: Phrasing): Phrasing {
  const draw = random();
  if (draw < 0.25) return shorter(parts);
  if (draw < 0.45) return withoutSmallWord(random, parts);
  if (draw < 0.7) return before(pick(random, BEFORE_QUESTION), parts);
  if (draw < 0.9) return behind(pick(random, AFTER_QUESTION), parts);
  return behind(pick(random, AFTER_QUESTION), before(pick(random, BEFORE_QUESTION), parts));
}

export function roughenStatement(random: Random, parts: Phrasing): Phrasing {
  if (chance(random, 0.2)) return withoutSmallWord(random, parts);
  return chance(random, 0.6)
    ? before(pick(random, BEFORE_STATEMENT), parts)
    : behind(pick(random, AFTER_STATEMENT), parts);
}

/** In front of a subject or value nothing loses its capital. */
function before(words: string, [first = "", ...rest]: Phrasing): Phrasing {
  if (first.startsWith("{")) return [words, first, ...rest];
  return [words + (/^I\b/u.test(first) ? first : first.charAt(0).toLowerCase() + first.slice(1)), ...rest];
}

function behind(words: string, parts: Phrasing): Phrasing {
  const last = parts.at(-1) ?? "";
  const mark = /[?.]$/u.exec(last)?.[0];
  return mark === undefined ? parts : [...parts.slice(0, -1), `${last.slice(0, -1)}${words}${mark}`];
}

const shorter = (parts: Phrasing): Phrasing =>
  parts.map((part) => part.replace(/\b([Ww]hat|[Ww]ho|[Ww]here|[Ww]hen) is /u, "$1's "));

/** Drops one article or auxiliary that is not the first word. */
function withoutSmallWord(random: Random, parts: Phrasing): Phrasing {
  const places = parts.flatMap((part, at) =>
    [...part.matchAll(/(?<= )(?:the|a|an|do|does|did|is|was|of|for) /gu)].map(({ index, 0: word }) => ({
      at,
      index,
      word,
    })),
  );
  if (places.length === 0) return parts;
  const { at, index, word } = pick(random, places);
  return parts.map((part, place) => (place === at ? part.slice(0, index) + part.slice(index + word.length) : part));
}

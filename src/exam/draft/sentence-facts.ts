// Facts that sentences say in one of a few usual ways: what something is, costs, weighs, holds, and when.
import type { DraftFact } from "./draft-passage.ts";
import { askFor, inSentence, isLabel, isSubject, isValue } from "./word-question.ts";

export const SENTENCE = /[^.!?\n]+(?:\.(?=\d)[^.!?\n]+)*[.!?](?=\s|$)/gu;

export function sentenceFacts(text: string): readonly DraftFact[] {
  return [...text.matchAll(SENTENCE)].flatMap(([found]): readonly DraftFact[] => {
    const sentence = found.trim();
    const said = saidOf(sentence) ?? definition(sentence);
    if (said !== undefined) return [said];
    return sentence.split(/;\s+/u).flatMap((clause) => clauseFact(clause, sentence) ?? []);
  });
}

const SAID_OF =
  /^(?:The|Our|An?) ([\p{L} '’-]{3,40}?) (?:of|for) ((?:the |our |an? )?[\p{L}\p{N}][^,;]{1,60}?) (?:is|are) ([^,;]{1,80})[.;](?!\d)/u;

function saidOf(sentence: string): DraftFact | undefined {
  const [, said = "", subject = "", answer = ""] = SAID_OF.exec(sentence) ?? [];
  const attribute = said.replace(/ (?:chosen|given|set|used|stated|agreed)$/u, "");
  if (!isLabel(attribute) || !isValue(answer) || !isName(subject) || SAYS_HOW.test(answer)) return undefined;
  return { subject, attribute, question: askFor(attribute, subject), answer, quote: sentence };
}

/** `is played by Ann`, `is bled every year`: who and how, which "what is" does not ask. */
const SAYS_HOW =
  /^(?:\p{Ll}+ (?:by|to|at|from|every|once|twice|within|when|if|after|before|until|on|in)\b|\p{Ll}{2,}ed\b|(?:made|held|kept|paid|sent|done|given|taken|sold|open|valid|available|due|not)\b)/u;

const SAYS_WHAT = /^((?:The |An? )?\p{Lu}[\p{L}\p{N} -]{1,50}?) (?:is|means|stands for) ((?:an?|the) [^,;]{3,70})\.$/u;

function definition(sentence: string): DraftFact | undefined {
  const [, defined = "", answer = ""] = SAYS_WHAT.exec(sentence) ?? [];
  if (defined === "" || !isName(defined) || !isValue(answer)) return undefined;
  return { ...named(defined), question: `What is ${inSentence(defined)}?`, answer, quote: sentence };
}

/** Numbers and names tell one thing from others like it; of `leave` or `a refund` nobody asks what is said of things. */
const NAMES_ONE = /\p{N}|\S \p{Lu}/u;

function named(subject: string): Pick<DraftFact, "subject"> {
  return NAMES_ONE.test(subject) ? { subject } : {};
}

type Way = { readonly says: string; readonly ask: (subject: string) => string };

const DOES: Readonly<Record<string, string>> = {
  carries: "carry",
  holds: "hold",
  includes: "include",
  contains: "contain",
  requires: "require",
  covers: "cover",
};

const DONE = "paid|sent|held|kept|made|done|\\p{Ll}{2,}ed";

/** What stands between a subject and its value, and how it is asked for; in the order in which they are tried. */
const WAYS: readonly Way[] = [
  { says: "costs", ask: (subject) => `How much does ${subject} cost?` },
  { says: "weighs", ask: (subject) => `How much does ${subject} weigh?` },
  { says: "lasts", ask: (subject) => `How long does ${subject} last?` },
  { says: "takes(?= (?:about )?\\d)", ask: (subject) => `How long does ${subject} take?` },
  { says: "is valid for", ask: (subject) => `How long is ${subject} valid?` },
  { says: "is open(?= (?:from|on|every))", ask: (subject) => `When is ${subject} open?` },
  { says: "is closed(?= (?:from|on|every))", ask: (subject) => `When is ${subject} closed?` },
  ...Object.entries(DOES).map(([says, verb]) => ({ says, ask: (subject: string) => `What does ${subject} ${verb}?` })),
];

const SUBJECT = "((?:[Tt]he |[Aa]n? |[Oo]ur |[Ee]very )?[\\p{L}\\p{N}][\\p{L}\\p{N}'’ -]{1,50}?)";
/** Up to where the clause ends or says another thing. */
const VALUE = "((?:[^,;.]|[.,](?=\\d)){1,70}?)(?=[;.]|, |$| and (?:\\p{Ll}+s|are) )";

const PATTERNS = WAYS.map(({ says, ask }) => ({ ask, pattern: new RegExp(`^${SUBJECT} ${says} ${VALUE}`, "u") }));
const OFTEN = new RegExp(`^${SUBJECT} (is|are) (${DONE}) (every|within|on|after) ${VALUE}`, "u");

function clauseFact(clause: string, sentence: string): DraftFact | undefined {
  for (const { pattern, ask } of PATTERNS) {
    const [, subject = "", answer = ""] = pattern.exec(clause) ?? [];
    const isFact = isName(subject) && isValue(answer) && /[\p{N}\p{Lu}]|^\p{Ll}+(?: \p{Ll}+){0,3}$/u.test(answer);
    if (isFact) return { ...named(subject), question: ask(inSentence(subject)), answer, quote: sentence };
  }
  return whenFact(clause, sentence);
}

function whenFact(clause: string, sentence: string): DraftFact | undefined {
  const [, subject = "", verb = "", done = "", how = "", value = ""] = OFTEN.exec(clause) ?? [];
  if (!isName(subject) || !isValue(value)) return undefined;
  const asks = how === "every" ? "How often" : "When";
  return {
    ...named(subject),
    question: `${asks} ${verb} ${inSentence(subject)} ${done}?`,
    answer: how === "every" ? `every ${value}` : value,
    quote: sentence,
  };
}

const VERBS = new RegExp(
  `\\b(?:is|are|was|were|has|have|had|can|may|must|should|will|not|which|that|who|whose|if|when|while|because|costs|weighs|lasts|takes|${Object.keys(DOES).join("|")})\\b`,
  "u",
);

const BEGINS_LATE =
  /^(?:from|on|in|at|for|with|since|during|after|before|by|to|if|when|until|as|all|some|most|please) /iu;

/** No half of a sentence: what holds a verb, breaks off or begins with when, names nothing. */
function isName(text: string): boolean {
  if (text === "" || !isSubject(text) || VERBS.test(text) || BEGINS_LATE.test(text)) return false;
  return !/ (?:and|or|but|of|for|with|to|in)$/u.test(text);
}

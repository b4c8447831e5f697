// Writes facts down as a passage: prose, list, table or questions and answers; says where each fact stands in it.
import { type CastFact, type Subject } from "./create-cast.ts";
import { FILLERS } from "./fillers.ts";
import { capital } from "./names.ts";
import { chooseStatement, fill, fillPronoun, type PhrasingSet, question, statement } from "./phrase.ts";
import { chance, pick, pickWeighted, type Random, shuffled } from "./random.ts";

/** Where a fact stands: the exact piece of the passage's text. */
export type Stated = {
  readonly fact: CastFact;
  readonly sentence: string;
};

export type Passage = {
  readonly title: string;
  readonly text: string;
  readonly stated: readonly Stated[];
};

type Form = "prose" | "list" | "faq" | "grid";

/** Shares of the forms, in percent. */
const FORMS: readonly { readonly form: Form; readonly share: number }[] = [
  { form: "prose", share: 60 },
  { form: "list", share: 24 },
  { form: "grid", share: 10 },
  { form: "faq", share: 6 },
];

export type Rendering = {
  readonly random: Random;
  readonly phrasings: PhrasingSet;
  readonly form?: Form;
};

/** A passage about one subject. */
export function renderSubject(subject: Subject, facts: readonly CastFact[], rendering: Rendering): Passage {
  const { random } = rendering;
  const form = rendering.form ?? pickWeighted(random, FORMS, ({ share }) => share).form;
  const title = form === "prose" || form === "faq" ? proseTitle(subject, random) : namedTitle(subject, random);
  if (form === "prose") return { title, ...prose(facts, rendering) };
  if (form === "faq") return { title, ...joinedLines(facts, (fact) => faqLine(fact, rendering)) };
  if (form === "grid") return { title, ...grid(facts) };
  return { title, ...lines(subject, facts, rendering) };
}

/** A passage that says one thing of each of several subjects. */
export function renderTogether(facts: readonly CastFact[], { random, phrasings }: Rendering): Passage {
  const stated = shuffled(random, facts).map((fact) => ({ fact, sentence: statement(random, fact, phrasings) }));
  const titles = facts[0]?.subject.titles ?? [];
  const separator = chance(random, 0.3) ? "\n" : " ";
  return { title: pick(random, titles), text: join(stated, separator), stated };
}

/** A table with a row for each subject; attributes that a subject lacks show a dash. */
export function renderTable(subjects: readonly Subject[], keys: readonly string[], { random }: Rendering): Passage {
  const labels = new Map(
    subjects.flatMap(({ facts }) => facts.map(({ attribute }) => [attribute.key, attribute.label])),
  );
  const head = `| Name | ${keys.map((key) => capital(labels.get(key) ?? key)).join(" | ")} |`;
  const stated: Stated[] = [];
  const rows = subjects.map((subject) => {
    const cells = keys.map((key) => subject.facts.find(({ attribute }) => attribute.key === key));
    const row = `| ${subject.name} | ${cells.map((fact) => fact?.value ?? "–").join(" | ")} |`;
    for (const fact of cells) if (fact !== undefined) stated.push({ fact, sentence: row });
    return row;
  });
  const rule = `|${"---|".repeat(keys.length + 1)}`;
  return { title: pick(random, subjects[0]?.titles ?? []), text: [head, rule, ...rows].join("\n"), stated };
}

/** A longer piece of a page, as a library cuts it: several passages under their headings. */
export function renderPage(passages: readonly Passage[], { random }: Rendering): Passage {
  const mark = pick(random, ["# ", "## ", "### "]);
  return {
    title: pick(random, passages[0]?.stated[0]?.fact.subject.titles ?? ["Notes"]),
    text: passages.map(({ title, text }) => `${mark}${title}\n${text}`).join("\n\n"),
    stated: passages.flatMap(({ stated }) => stated),
  };
}

type Body = Omit<Passage, "title">;

function proseTitle(subject: Subject, random: Random): string {
  return chance(random, 0.3) ? pick(random, subject.titles) : namedTitle(subject, random);
}

/** Titles that hold the subject's name, so that the text below need not. */
function namedTitle(subject: Subject, random: Random): string {
  const name = capital(subject.name);
  if (chance(random, 0.5)) return name;
  return `${pick(random, subject.titles)}${pick(random, [": ", " > ", " – "])}${name}`;
}

function prose(facts: readonly CastFact[], { random, phrasings }: Rendering): Body {
  const stated = facts.map((fact, at) => {
    const phrasing = chooseStatement(random, fact.attribute, phrasings);
    const short = at > 0 && chance(random, 0.55);
    const sentence = short
      ? fillPronoun(phrasing, fact.subject, fact.value)
      : fill(phrasing, fact.subject.said, fact.value);
    return { fact, sentence };
  });
  const sentences: string[] = [];
  for (const [at, { sentence }] of stated.entries()) {
    if (chance(random, at === 0 ? 0.12 : 0.16)) sentences.push(pick(random, FILLERS));
    sentences.push(sentence);
  }
  if (chance(random, 0.15)) sentences.push(pick(random, FILLERS));
  return { text: sentences.join(" "), stated };
}

function lines(subject: Subject, facts: readonly CastFact[], { random }: Rendering): Body {
  const mark = pick(random, ["- ", "* ", ""]);
  const gap = pick(random, [": ", ": ", " = ", " – "]);
  const stated = facts.map((fact) => ({
    fact,
    sentence: `${mark}${capital(fact.attribute.label)}${gap}${fact.value}`,
  }));
  const intro = chance(random, 0.35) ? `${pick(random, INTRODUCTIONS)(subject.said)}\n` : "";
  return { text: intro + join(stated, "\n"), stated };
}

const INTRODUCTIONS: readonly ((said: string) => string)[] = [
  (said) => `What to know about ${said}:`,
  (said) => `${capital(said)} at a glance:`,
  (said) => `${capital(said)}:`,
  (said) => `Facts about ${said}`,
];

function grid(facts: readonly CastFact[]): Body {
  const stated = facts.map((fact) => ({ fact, sentence: `| ${capital(fact.attribute.label)} | ${fact.value} |` }));
  return { text: `| Property | Value |\n|---|---|\n${join(stated, "\n")}`, stated };
}

function faqLine(fact: CastFact, { random, phrasings }: Rendering): string {
  const asked = question(random, fact.subject, fact.attribute, phrasings);
  const answer = chance(random, 0.4) ? capital(fact.value) : statement(random, fact, phrasings);
  return chance(random, 0.5) ? `Q: ${asked} A: ${answer}` : `${asked} ${answer}`;
}

function joinedLines(facts: readonly CastFact[], line: (fact: CastFact) => string): Body {
  const stated = facts.map((fact) => ({ fact, sentence: line(fact) }));
  return { text: join(stated, "\n"), stated };
}

function join(stated: readonly Stated[], separator: string): string {
  return stated.map(({ sentence }) => sentence).join(separator);
}

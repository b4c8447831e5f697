// The few settings that a climb tries on the development questions before a rung sits the exam: prompts with worked examples, and how much is read.
import { readFileSync } from "node:fs";

import { closedBookTemplate, packagedTemplate } from "../../../answer/model/prompt/packaged-template.ts";
import { type AnswerTemplate, readTemplate } from "../../../answer/model/prompt/read-template.ts";
import type { Expected, Question } from "../../../spec/exam.ts";
import type { WrittenArm } from "../../exam/arms/arm-schema.ts";
import { type ClimbFolder, writeOwn } from "./climb-folder.ts";
import { type ExampleAccess, joinAccess, keepExampleAccess, type OpenQuestion } from "./example-access.ts";

/** Worked examples in a prompt, at most; the questions that they are made of are not scored. */
export const MOST_SHOTS = 4;
const SHOTS = [0, 2, MOST_SHOTS] as const;

export type PromptCandidate = { readonly arm: WrittenArm; readonly shots: number };

type Given = {
  readonly folder: ClimbFolder;
  readonly template: string | undefined;
  /** Development questions whose right answer can be written down, best suited first. */
  readonly examples: readonly OpenQuestion[];
};

/** The prompt as it is, then with two and four worked examples. */
export function promptCandidates(
  name: string,
  context: "none" | "search",
  { folder, template, examples }: Given,
): readonly PromptCandidate[] {
  const base = baseTemplate(context, template);
  const access = new Map<string, ExampleAccess>();
  const candidates = SHOTS.filter((shots) => shots <= examples.length).map((shots) => {
    const candidate = shots === 0 ? `${name}.plain` : `${name}.shots-${shots}`;
    const path = folder.prompt(candidate);
    const shown = examples.slice(0, shots);
    const questions = shown.map(({ question }) => question);
    const text = templateText(withShots(base, questions), context);
    writeOwn(path, text);
    const { hash } = readTemplate(text, path, { isClosedBook: context === "none" });
    if (shots > 0) access.set(hash, joinAccess(shown.map((one) => one.access)));
    return { shots, arm: { name: candidate, context, template: path } };
  });
  keepExampleAccess(folder, access);
  return candidates;
}

/** The chosen prompt, with fewer and with more passages than the settings say. */
export function passageCandidates(chosen: WrittenArm, usual: number): readonly WrittenArm[] {
  const counts = [usual, Math.max(1, Math.round(usual / 2)), usual * 2].map((count) => Math.min(count, 100));
  return [...new Set(counts)].map((passages) => ({ ...chosen, name: `${chosen.name}.passages-${passages}`, passages }));
}

/** What went to school may have forgotten to refuse: that it judges alone has to earn its place. */
export function judgeCandidates(arm: WrittenArm): readonly WrittenArm[] {
  return [
    { ...arm, name: `${arm.name}.judged-by-base`, sufficiency: "base" },
    { ...arm, name: `${arm.name}.alone` },
  ];
}

/** Questions that can serve as worked examples: an answer is known and nobody has said anything before. */
export function shownExamples(questions: readonly OpenQuestion[]): readonly OpenQuestion[] {
  const usable = questions.filter(
    ({ question: { expected, history = [] } }) => history.length === 0 && replyOf(expected) !== undefined,
  );
  const byAxis = [
    ...Map.groupBy(usable, ({ question: { axis, expected } }) => `${axis} ${expected.unanswerable === true}`).values(),
  ];
  const turns = Math.max(0, ...byAxis.map((own) => own.length));
  return Array.from({ length: turns }, (_, at) => byAxis.flatMap((own) => own[at] ?? []))
    .flat()
    .slice(0, MOST_SHOTS);
}

function baseTemplate(context: "none" | "search", path: string | undefined): AnswerTemplate {
  const isClosedBook = context === "none";
  if (path === undefined) return isClosedBook ? closedBookTemplate() : packagedTemplate();
  return readTemplate(readFileSync(path, "utf8"), path, { isClosedBook });
}

function withShots(template: AnswerTemplate, examples: readonly Question[]): AnswerTemplate {
  if (examples.length === 0) return template;
  const shots = examples.map(
    ({ question, expected }) => `Question: ${plain(question)}\nAnswer: ${plain(replyOf(expected) ?? "")}`,
  );
  return { ...template, system: [template.system, "Examples:", ...shots].join("\n\n") };
}

/** Nothing of a question is taken for a heading or a placeholder of the template. */
function plain(text: string): string {
  return text.replaceAll(/\s+/gu, " ").replaceAll("{{", "{ {").replaceAll("<!--", "<! --").trim();
}

function replyOf({ answers, label, number, unanswerable, json, contains }: Expected): string | undefined {
  if (unanswerable === true) return "I don't know.";
  if (json?.fields !== undefined) return JSON.stringify(json.fields);
  return answers?.[0] ?? label ?? number?.value.toString() ?? contains?.join(", ");
}

function templateText({ system, passage, user }: AnswerTemplate, context: "none" | "search"): string {
  const sections = [["system", system], ...(context === "none" ? [] : [["passage", passage]]), ["user", user]];
  return sections.map(([name, text]) => `## ${name}\n\n${text}\n`).join("\n");
}

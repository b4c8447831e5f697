// Fills a template: numbered passages and the question, which has to stand alone.
import type { Prompt } from "../../../spec/chat.ts";
import { guardText, guardTitle, guardTurns } from "./guard-text.ts";
import type { AnswerTemplate } from "./read-template.ts";
import type { SourcePassage } from "./source-passage.ts";

export type PromptParts = {
  readonly template: AnswerTemplate;
  /** Passage `n` of the prompt is the one at index `n - 1`. */
  readonly passages: readonly SourcePassage[];
  readonly question: string;
  /** Said after the template's system message. */
  readonly instruction?: string;
};

export function writePrompt({ template, passages, question, instruction }: PromptParts): Prompt {
  const written = passages.map((passage, at) => writePassage(template, passage, at + 1)).join("\n\n");
  const user = fill(template.user, { passages: written, question: guardTurns(question) }).trim();
  const system = [template.system, instruction ?? ""].filter((part) => part !== "").join("\n");
  return [...(system === "" ? [] : [{ role: "system", content: system } as const]), { role: "user", content: user }];
}

function writePassage({ passage }: AnswerTemplate, source: SourcePassage, number: number): string {
  const { date, prefix, text } = source;
  const dated = date === undefined ? passage.replaceAll(/ ?\(\{\{date\}\}\)| ?\{\{date\}\}/gu, "") : passage;
  const body = prefix === "" ? text : `${prefix}\n${text}`;
  return fill(dated, {
    number: String(number),
    title: guardTitle(titleOf(source)),
    date: date ?? "",
    text: guardText(body),
  });
}

/** `Handbook > Leave > Carrying over`: the headings as a path; a first heading that repeats the title is said once. */
export function titleOf({ title, headings }: Pick<SourcePassage, "title" | "headings">): string {
  const path = headings[0] === title ? headings : [title, ...headings];
  return path.filter((part, at) => part !== "" && part !== path[at - 1]).join(" > ");
}

/** In one pass, so that a text which holds a placeholder is left as it is. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{([a-z]+)\}\}/gu, (whole, key: string) =>
    Object.hasOwn(values, key) ? (values[key] ?? "") : whole,
  );
}

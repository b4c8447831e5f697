// What each kind of OpenAI's graders expects of an answer, for one item of a data set.
import type { Expected } from "../../../../spec/exam.ts";
import { escapePattern } from "../escape-pattern.ts";
import { isRecord, textOf, textsOf } from "../imported.ts";

export type Graded =
  | { readonly kind: "expected"; readonly expected: Expected; readonly note?: string }
  | { readonly kind: "left-out"; readonly reason: string };

type Item = Readonly<Record<string, unknown>>;

/** `{{item.city}}` and the like, filled in from the item. Undefined where a value is missing, or where it is what the model says. */
export function fillTemplate(template: unknown, item: Item): string | undefined {
  const text = textOf(template);
  if (text === undefined) return undefined;
  let isWhole = true;
  const filled = text.replaceAll(/\{\{\s*([\w.[\]]+)\s*\}\}/gu, (_whole, path: string) => {
    const value = path
      .split(".")
      .slice(1)
      .reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), item);
    const said = path.startsWith("item.") ? textOf(value) : undefined;
    isWhole &&= said !== undefined;
    return said ?? "";
  });
  return isWhole ? filled : undefined;
}

export function isOutput(template: unknown): boolean {
  return typeof template === "string" && /^\s*\{\{\s*sample\.output_(?:text|json)\s*\}\}\s*$/u.test(template);
}

function left(reason: string): Graded {
  return { kind: "left-out", reason };
}

export function mapGrader(grader: unknown, item: Item): Graded {
  if (!isRecord(grader)) return left("it is no grader");
  const { type } = grader;
  if (type === "string_check") return stringCheck(grader, item);
  if (type === "text_similarity") return similarity(grader, item);
  if (type === "label_model") return labelModel(grader, item);
  if (type === "score_model") return scoreModel(grader, item);
  return left(type === "python" ? "code is not run on import" : `nothing here does what \`${String(type)}\` does`);
}

/** One side is what the model said, the other what was wanted; which is which differs between examples. */
function wantedOf({ input, reference }: Readonly<Record<string, unknown>>, item: Item): string | undefined {
  if (isOutput(input)) return fillTemplate(reference, item);
  return isOutput(reference) ? fillTemplate(input, item) : undefined;
}

function stringCheck(grader: Readonly<Record<string, unknown>>, item: Item): Graded {
  const wanted = wantedOf(grader, item);
  if (wanted === undefined) return left("it compares something other than the model's text with the item");
  const pattern = escapePattern(wanted);
  switch (grader["operation"]) {
    case "eq":
      return { kind: "expected", expected: { answers: [wanted] } };
    case "ne":
      return { kind: "expected", expected: { style: [{ kind: "does-not-match", pattern: `^${pattern}$` }] } };
    case "like":
      return { kind: "expected", expected: { contains: [wanted] } };
    case "ilike":
      return {
        kind: "expected",
        expected: { contains: [wanted] },
        note: "`ilike` became `contains`: whether case counts is up to the metric",
      };
    default:
      return left(`the operation ${JSON.stringify(grader["operation"])} is not known`);
  }
}

function similarity(grader: Readonly<Record<string, unknown>>, item: Item): Graded {
  const wanted = wantedOf(grader, item);
  if (wanted === undefined) return left("it compares something other than the model's text with the item");
  const note = `\`text_similarity\` (${String(grader["evaluation_metric"])}) became an accepted answer: its threshold is not taken over`;
  return { kind: "expected", expected: { answers: [wanted] }, note };
}

/** The instruction to the judge, without the parts that only hand over what the model said. */
function instruction({ input }: Readonly<Record<string, unknown>>, item: Item): string | undefined {
  const messages: readonly unknown[] = Array.isArray(input) ? input : [];
  const said = messages.flatMap((message) => {
    const content = isRecord(message) ? message["content"] : undefined;
    const text = isRecord(content) ? content["text"] : content;
    if (typeof text !== "string") return [];
    const filled = fillTemplate(text.replaceAll(/\{\{\s*sample\.[\w.]+\s*\}\}/gu, "the answer"), item);
    return filled === undefined ? [] : [filled];
  });
  return said.length === 0 ? undefined : said.join("\n");
}

function labelModel(grader: Readonly<Record<string, unknown>>, item: Item): Graded {
  const asked = instruction(grader, item);
  const passing = textsOf(grader["passing_labels"]);
  if (asked === undefined || passing === undefined) return left("what its judge is asked could not be read");
  return { kind: "expected", expected: { criteria: [`${asked}\nIt passes as: ${passing.join(", ")}`] } };
}

function scoreModel(grader: Readonly<Record<string, unknown>>, item: Item): Graded {
  const asked = instruction(grader, item);
  if (asked === undefined) return left("what its judge is asked could not be read");
  const note = "`score_model` became a criterion: its range and threshold are not taken over";
  return { kind: "expected", expected: { criteria: [asked] }, note };
}

// Writes any JSON value as lines that a person can read and a search can find.
import type { ParseInput } from "../../spec/parser.ts";
import { checkTextLength } from "../reading/parse-failure.ts";

type Place = {
  readonly name: string;
  readonly parent: Place | undefined;
  readonly depth: number;
};

type Step = { readonly value: unknown; readonly place: Place } | { readonly gap: true };

const DEEPEST_PATH = 12;
const ROOT: Place = { name: "", parent: undefined, depth: 0 };

/** One `path: value` line per value, an empty line between the records of a list. Depth costs nothing but its brackets. */
export function describeValue(root: unknown, input: Pick<ParseInput, "fileName" | "limits">): string {
  const lines: string[] = [];
  const steps: Step[] = [{ value: root, place: ROOT }];
  let length = 0;
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ("gap" in step) {
      if (lines.length > 0 && lines.at(-1) !== "") lines.push("");
      continue;
    }
    const children = childrenOf(step.value, step.place);
    if (children === undefined) {
      const line = describeLeaf(step.value, step.place);
      length += line.length + 1;
      checkTextLength(length, input);
      lines.push(line);
    } else for (let index = children.length - 1; index >= 0; index -= 1) pushStep(steps, children[index]);
  }
  while (lines.at(-1) === "") lines.pop();
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function pushStep(steps: Step[], step: Step | undefined): void {
  if (step !== undefined) steps.push(step);
}

function childrenOf(value: unknown, place: Place): readonly Step[] | undefined {
  if (Array.isArray(value)) return listChildren(value, place);
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).map(([key, entry]) => ({ value: entry, place: below(place, key) }));
}

function listChildren(list: readonly unknown[], place: Place): readonly Step[] | undefined {
  if (list.length > 0 && list.every((entry) => typeof entry !== "object" || entry === null)) return undefined;
  const steps: Step[] = [];
  list.forEach((entry, index) => {
    if (place.depth < 2) steps.push({ gap: true });
    steps.push({ value: entry, place: below(place, `[${index}]`) });
  });
  if (steps.length > 0 && place.depth < 2) steps.push({ gap: true });
  return steps;
}

function below(parent: Place, name: string): Place {
  return { name, parent, depth: parent.depth + 1 };
}

function describeLeaf(value: unknown, place: Place): string {
  const path = pathOf(place);
  const words = Array.isArray(value) ? value.map(leafText).join(", ") : leafText(value);
  return path === "" ? words : `${path}: ${words}`;
}

function leafText(value: unknown): string {
  return typeof value === "string" ? value.trim().replace(/\n\s*/g, "\n  ") : String(value);
}

/** `users[2].name`; the middle of a very deep path is left out. */
function pathOf(place: Place): string {
  const names: string[] = [];
  for (let at: Place | undefined = place; at !== undefined && at.depth > 0; at = at.parent) {
    if (names.length === DEEPEST_PATH) {
      names.push("…");
      break;
    }
    names.push(at.name);
  }
  return names
    .toReversed()
    .map((name, index) => (index === 0 || name.startsWith("[") ? name : `.${name}`))
    .join("");
}

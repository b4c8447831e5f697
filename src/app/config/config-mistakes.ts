// Turns what the schema objects to into sentences: where, what stands there, what may stand there.
import type { z } from "zod";

import { closestName } from "../closest-name.ts";
import { kindsOf, knownKeys, nodeAt, type SchemaNode } from "./schema-node.ts";
import { formatPath, type SettingPath, valueAt } from "./setting-path.ts";

export type ConfigMistake = {
  readonly path: SettingPath;
  readonly message: string;
};

type Issue = z.core.$ZodIssue;

/** One sentence per mistake; unknown keys get the nearest known one. */
export function describeIssue(issue: Issue, input: unknown, schema: SchemaNode): readonly ConfigMistake[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...path, key], input, schema));
  return [{ path, message: `${formatPath(path) || "The configuration"} ${complaint(issue, path, { input, schema })}` }];
}

type Context = { readonly input: unknown; readonly schema: SchemaNode };

function unknownKey(path: SettingPath, input: unknown, schema: SchemaNode): ConfigMistake {
  const known = knownKeys(nodeAt(schema, path.slice(0, -1), input));
  const nearest = closestName(String(path.at(-1)), known);
  const advice = nearest === undefined ? `known here: ${known.join(", ")}` : `did you mean "${nearest}"?`;
  return { path, message: `${formatPath(path)} is not a setting; ${advice}` };
}

function complaint(issue: Issue, path: SettingPath, { input, schema }: Context): string {
  const value = valueAt(input, path);
  if (issue.code === "invalid_union") return unionComplaint(path, { input, schema });
  if (issue.code === "invalid_key") return `is not allowed as a name: ${issue.issues[0]?.message ?? issue.message}`;
  if (issue.code === "invalid_value") return `is ${show(value)}; expected ${oneOf(issue.values.map(String), value)}`;
  const quoted = `${JSON.stringify(value)}: `;
  if (issue.message.startsWith(quoted)) return `is ${quoted}${issue.message.slice(quoted.length)}`;
  const expected = expectation(issue);
  if (value === undefined) return `is missing; expected ${expected}`;
  return `is ${show(value)}; expected ${expected}`;
}

function unionComplaint(path: SettingPath, { input, schema }: Context): string {
  const owner = path.at(-1) === "kind" ? path.slice(0, -1) : path;
  const node = nodeAt(schema, owner, undefined);
  const kinds = node === undefined ? [] : kindsOf(node);
  const value = valueAt(input, path);
  if (kinds.length === 0) return `is ${show(value)}, which is none of the forms that are allowed here`;
  return `is ${value === undefined ? "missing" : show(value)}; expected ${oneOf(kinds, value)}`;
}

function expectation(issue: Issue): string {
  if (issue.code === "invalid_type") return article(issue.expected);
  if (issue.code === "too_small") return `at least ${bound(issue.minimum, issue.origin, issue.inclusive)}`;
  if (issue.code === "too_big") return `at most ${bound(issue.maximum, issue.origin, issue.inclusive)}`;
  return issue.message;
}

const COUNTED: Readonly<Record<string, string>> = { string: " characters", array: " entries", object: " entries" };

function bound(limit: number | bigint, origin: string, inclusive: boolean | undefined): string {
  return `${inclusive === false ? "something beyond " : ""}${limit}${COUNTED[origin] ?? ""}`;
}

function article(type: string): string {
  if (type === "record" || type === "object") return "an object";
  if (type === "int") return "a whole number";
  return /^[aeiou]/u.test(type) ? `an ${type}` : `a ${type}`;
}

function oneOf(known: readonly string[], value: unknown): string {
  const list = known.map((name) => JSON.stringify(name)).join(", ");
  const nearest = typeof value === "string" ? closestName(value, known) : undefined;
  const some = known.length === 1 ? list : `one of ${list}`;
  return nearest === undefined ? some : `${some} (did you mean ${JSON.stringify(nearest)}?)`;
}

/** The value as JSON, cut to a length that fits a message. */
function show(value: unknown): string {
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

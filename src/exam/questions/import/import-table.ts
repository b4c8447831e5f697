// Questions out of any table of questions and answers: which column is what is guessed, and said.
import type { Expected } from "../../../spec/exam.ts";
import {
  type Collector,
  createCollector,
  type Imported,
  type ImportFile,
  type ImportOptions,
  textOf,
} from "./imported.ts";
import { readRows, type Row } from "./read-rows.ts";

type Role = "question" | "answer" | "id" | "source" | "tags" | "quote";

const NAMES: Readonly<Record<Role, RegExp>> = {
  question: /^(?:questions?|q|query|prompt|user[ _]?(?:input|question)|input|frage|ask(?:ed)?)$/iu,
  answer:
    /^(?:answers?|a|expected(?:[ _]answer)?|ideal|reference|ground[ _]?truth|gold(?:[ _]answer)?|response|output|antwort|solution)$/iu,
  id: /^(?:id|key|no|nr|number|question[ _]?id|#)$/iu,
  source: /^(?:sources?|documents?|doc(?:[ _]?id)?|url|link|file|page)$/iu,
  tags: /^(?:tags?|category|topic|section|type|label)$/iu,
  quote: /^(?:quotes?|context|passages?|evidence|snippet)$/iu,
};

export type TableOptions = ImportOptions & {
  /** Names of columns, where the guess is wrong. */
  readonly columns?: Partial<Readonly<Record<Role, string>>>;
};

export function importTable(file: ImportFile, { principals, columns = {} }: TableOptions): Imported {
  const collector = createCollector(principals);
  const rows = readRows(file, collector, ["rows", "data", "questions"]);
  const names = Object.keys(rows[0]?.value ?? {});
  const roles = guessRoles(names, rows, columns);
  for (const [role, name] of roles) collector.notes.push(`the column "${name}" is taken as the ${role}`);
  if (!roles.has("question") || !roles.has("answer")) {
    const reason = `no column is a question and another its answer; the columns are ${names.join(", ")}`;
    collector.leftOut.push({ file: file.name, line: 1, field: "", reason });
    return collector.finish();
  }
  for (const row of rows) addRow(file.name, row, { roles, collector });
  return collector.finish();
}

/** By their names; else, of a table with two columns of text, the one with the question marks is the question. */
function guessRoles(names: readonly string[], rows: readonly Row[], given: TableOptions["columns"]): Map<Role, string> {
  const roles = new Map<Role, string>();
  for (const role of ["question", "answer", "id", "source", "tags", "quote"] as const) {
    const taken = new Set(roles.values());
    const name = given?.[role] ?? names.find((one) => !taken.has(one) && NAMES[role].test(one.trim()));
    if (name !== undefined && names.includes(name)) roles.set(role, name);
  }
  const free = names.filter((name) => ![...roles.values()].includes(name));
  const marks = (name: string): number =>
    rows.filter(({ value }) => (textOf(value[name]) ?? "").trimEnd().endsWith("?")).length;
  const asking = free
    .filter((name) => marks(name) * 2 > rows.length)
    .toSorted((one, other) => marks(other) - marks(one));
  const [likely] = asking;
  if (!roles.has("question") && likely !== undefined) roles.set("question", likely);
  const left = names.filter((name) => ![...roles.values()].includes(name));
  const [only] = left;
  if (roles.has("question") && !roles.has("answer") && left.length === 1 && only !== undefined)
    roles.set("answer", only);
  return roles;
}

type Adding = { readonly roles: ReadonlyMap<Role, string>; readonly collector: Collector };

function addRow(file: string, { line, field, value }: Row, { roles, collector }: Adding): void {
  const cell = (role: Role): string | undefined => {
    const name = roles.get(role);
    return name === undefined ? undefined : textOf(value[name]);
  };
  const named = new Set(roles.values());
  for (const [name, said] of Object.entries(value)) {
    if (named.has(name) || textOf(said) === undefined) continue;
    collector.leftOut.push({ file, line, field: name, value: said, reason: "the column has no place in a question" });
  }
  const [question, answer] = [cell("question"), cell("answer")];
  if (question === undefined || answer === undefined) {
    const reason = `the row is left out: it has no ${question === undefined ? "question" : "answer"}`;
    collector.leftOut.push({ file, line, field, value, reason });
    return;
  }
  const [id, source, quote, tags] = [cell("id"), cell("source"), cell("quote"), cell("tags")];
  const expected: Expected = {
    answers: [answer],
    ...(source === undefined ? {} : { sources: [source] }),
    ...(quote === undefined ? {} : { quotes: [quote] }),
  };
  const list =
    tags
      ?.split(/[;,]/u)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "") ?? [];
  collector.addQuestion({ question, expected, tags: list, ...(id === undefined ? {} : { id }) });
}

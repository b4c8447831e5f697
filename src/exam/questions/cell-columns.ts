// Which column of a table holds which field of a question, and how a cell is written.
import { parseJson } from "../../core/parse-json.ts";
import type { FieldPath } from "./raw-record.ts";

/** `list`: one text, or a JSON list of texts. `names`: separated by semicolons. */
export type CellKind = "text" | "list" | "names" | "number" | "truth" | "json";

export type CellColumn = {
  readonly name: string;
  readonly path: FieldPath;
  readonly kind: CellKind;
};

function expected(name: string, kind: CellKind): CellColumn {
  return { name, path: ["expected", name], kind };
}

/** In the order in which they are written. */
export const CELL_COLUMNS: readonly CellColumn[] = [
  { name: "id", path: ["id"], kind: "text" },
  { name: "question", path: ["question"], kind: "text" },
  { name: "history", path: ["history"], kind: "json" },
  { name: "principals", path: ["principals"], kind: "names" },
  expected("answers", "list"),
  expected("contains", "list"),
  expected("excludes", "list"),
  { name: "number", path: ["expected", "number", "value"], kind: "number" },
  { name: "tolerance", path: ["expected", "number", "tolerance"], kind: "number" },
  expected("json", "json"),
  expected("style", "json"),
  expected("sql", "json"),
  expected("label", "text"),
  expected("sources", "list"),
  expected("quotes", "list"),
  expected("criteria", "list"),
  expected("unanswerable", "truth"),
  { name: "axis", path: ["axis"], kind: "text" },
  { name: "tags", path: ["tags"], kind: "names" },
  { name: "cluster", path: ["cluster"], kind: "text" },
];

export type Cell = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly wanted: string };

/** What a cell says; the cell is not empty. */
export function readCell(cell: string, kind: CellKind): Cell {
  return READERS[kind](cell);
}

const READERS: Readonly<Record<CellKind, (cell: string) => Cell>> = {
  text: (cell) => ({ ok: true, value: cell }),
  names: (cell) => ({ ok: true, value: namesIn(cell) }),
  list: (cell) => ({ ok: true, value: jsonList(cell) ?? [cell] }),
  number: (cell) =>
    /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/iu.test(cell)
      ? { ok: true, value: Number(cell) }
      : { ok: false, wanted: "a number with a point, such as 12.5" },
  truth: readTruth,
  json: readJson,
};

/** The cell that is read as this value. */
export function writeCell(value: unknown, kind: CellKind): string {
  if (value === undefined) return "";
  if (kind === "names" && Array.isArray(value)) {
    return value.every((name) => String(name) === String(name).trim() && !/[;[]/u.test(String(name)))
      ? value.join(";")
      : JSON.stringify(value);
  }
  if (kind === "list" && Array.isArray(value)) {
    const [only] = value;
    return value.length === 1 && typeof only === "string" && !only.trimStart().startsWith("[")
      ? only
      : JSON.stringify(value);
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

function namesIn(cell: string): unknown {
  const list = jsonList(cell);
  if (list !== undefined) return list;
  return cell
    .split(";")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function jsonList(cell: string): readonly unknown[] | undefined {
  if (!cell.trimStart().startsWith("[")) return undefined;
  const read = readJson(cell);
  return read.ok && Array.isArray(read.value) ? read.value : undefined;
}

function readTruth(cell: string): Cell {
  const word = cell.trim().toLowerCase();
  if (["true", "yes", "1"].includes(word)) return { ok: true, value: true };
  if (["false", "no", "0"].includes(word)) return { ok: true, value: false };
  return { ok: false, wanted: "true or false" };
}

function readJson(cell: string): Cell {
  try {
    const value: unknown = parseJson(cell);
    return { ok: true, value };
  } catch {
    // why: what is wrong with it is said by what is wanted.
    return { ok: false, wanted: "JSON" };
  }
}

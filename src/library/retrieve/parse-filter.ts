// Filters as people type them (`team=support`, `year>=2024`, `!draft`) to filters as data.
import { SchoolbookError } from "../../core/errors.ts";
import type { Filter, FilterValue } from "../../spec/filter.ts";

const COMPARISON = /^([^=<>!]+?)\s*(!=|>=|<=|=|>|<)\s*([^]*)$/;
const FIELD = /^[^\s=<>!,"']+$/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const LIST_ITEMS = /\s*(?:"((?:[^"\\]|\\.)*)"|([^,]+))/g;

const FORMS = "field=value, field=one,two, field!=value, field>=value, field<=value, field (is there), !field (is not)";

/**
 * All of the expressions must hold; none gives undefined. A bare `12` or `true` also matches the text "12" or "true",
 * because metadata from front matter and CSV differ in that; quotes (`"12"`) mean text only.
 */
export function parseFilter(...expressions: readonly string[]): Filter | undefined {
  const filters = expressions.map(parseOne);
  return filters.length > 1 ? { kind: "and", filters } : filters[0];
}

function parseOne(expression: string): Filter {
  const text = expression.trim();
  const [, field, operator, value] = COMPARISON.exec(text) ?? [];
  if (field !== undefined && operator !== undefined && value !== undefined && FIELD.test(field)) {
    return compare(field, operator, value.trim());
  }
  const negated = text.startsWith("!");
  const name = negated ? text.slice(1) : text;
  if (!FIELD.test(name)) throw unreadable(expression, "");
  const exists: Filter = { kind: "exists", field: name };
  return negated ? { kind: "not", filter: exists } : exists;
}

function compare(field: string, operator: string, value: string): Filter {
  if (value === "") throw unreadable(`${field}${operator}`, " The value is missing.");
  if (operator === "=") return oneOf(field, value);
  if (operator === "!=") return { kind: "not", filter: oneOf(field, value) };
  const bound = parseBound(field, value);
  if (operator === ">=") return { kind: "range", field, min: bound };
  if (operator === "<=") return { kind: "range", field, max: bound };
  const range: Filter = operator === ">" ? { kind: "range", field, min: bound } : { kind: "range", field, max: bound };
  return { kind: "and", filters: [range, { kind: "not", filter: { kind: "equals", field, value: bound } }] };
}

function oneOf(field: string, value: string): Filter {
  const values = [...value.matchAll(LIST_ITEMS)].flatMap(([, quoted, bare]) => valuesOf(field, quoted, bare));
  const [only] = values;
  if (only === undefined) throw unreadable(`${field}=${value}`, " The value is missing.");
  return values.length === 1 ? { kind: "equals", field, value: only } : { kind: "in", field, values };
}

function valuesOf(field: string, quoted: string | undefined, bare: string | undefined): readonly FilterValue[] {
  if (quoted !== undefined) return [unescape(quoted)];
  const text = bare?.trim() ?? "";
  if (text === "") return [];
  if (text === "true" || text === "false") return [text === "true", text];
  if (NUMBER.test(text)) return [Number(text), text];
  return field === "modifiedAt" ? [timeOf(text)] : [text];
}

function parseBound(field: string, text: string): number | string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
  if (quoted !== undefined) return unescape(quoted);
  if (NUMBER.test(text)) return Number(text);
  return field === "modifiedAt" ? timeOf(text) : text;
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw unreadable(`modifiedAt … ${text}`, " A date such as 2026-11-21 is needed.");
  return time;
}

function unescape(quoted: string): string {
  return quoted.replace(/\\(.)/g, "$1");
}

function unreadable(expression: string, reason: string): SchoolbookError {
  const message = `The filter "${expression}" cannot be read.${reason}`;
  return new SchoolbookError("input_invalid", message, { hint: `Use one of: ${FORMS}.` });
}

// The Markdown text of a row.
import { asText, isEmpty } from "./cell-values.ts";
import type { RowsOptions } from "./options.ts";
import type { Row } from "./parse-row.ts";

/**
 * The title as heading, then the template or the columns. It always begins with the heading, so that a cell's content
 * is never taken for front matter, which could say who may read the row.
 */
export function renderRow(row: Row, title: string, options: RowsOptions): string {
  const body = options.template === undefined ? renderColumns(row, options) : fillTemplate(row, options.template);
  const parts = [`# ${title}`, keyLine(row, `${title}\n${body}`, options), body.trim()];
  return `${parts.filter((part, index) => index !== 1 || part !== "").join("\n\n")}\n`;
}

/** Whoever has a number in hand searches for it, also where another column is the title. */
function keyLine(row: Row, written: string, { key }: RowsOptions): string {
  const value = asText(row.value(key)).trim();
  const stands = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(value)}(?![\\p{L}\\p{N}])`, "u");
  return stands.test(written) ? "" : renderField(key, value);
}

function fillTemplate(row: Row, template: string): string {
  return template.replaceAll(/\{\{\s*(.+?)\s*\}\}/gu, (_whole, column: string) => asText(row.value(column)));
}

function renderColumns(row: Row, options: RowsOptions): string {
  const columns = (options.text ?? otherColumns(row, options)).filter((column) => !isEmpty(row.value(column)));
  const [only] = columns;
  if (columns.length === 1 && options.text?.length === 1 && only !== undefined) return asText(row.value(only));
  return columns.map((column) => renderField(column, asText(row.value(column)).trim())).join("\n\n");
}

function otherColumns(row: Row, { key, title, acl, time }: RowsOptions): readonly string[] {
  return row.columns.filter((column) => ![key, title, acl, time].includes(column));
}

/** A longer text gets a heading, so that it is cut by its own structure. */
function renderField(column: string, value: string): string {
  return value.length > 120 || value.includes("\n") ? `## ${column}\n\n${value}` : `**${column}:** ${value}`;
}

// Values out of JSON that others wrote, looked at before they are trusted.

import { parseJson } from "../../../core/parse-json.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text that says something; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** A list of texts, or one text that holds them between semicolons. */
export function namesOf(value: unknown): readonly string[] | undefined {
  if (typeof value === "string") return value.trimStart().startsWith("[") ? namesOf(parsed(value)) : cut(value);
  if (!Array.isArray(value)) return undefined;
  const names = value.filter((name): name is string => typeof name === "string");
  return names.length === value.length ? names : undefined;
}

function cut(text: string): readonly string[] {
  return text
    .split(";")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Undefined where the text is no JSON. */
export function parsed(text: string): unknown {
  try {
    const value: unknown = parseJson(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

// What a row may say beside its messages, in any format: weight, access, sources, tags, where it came from.
import { isPrincipal } from "../../../core/principal.ts";
import type { TrainExample } from "../../../spec/training.ts";
import type { Collector } from "./imported.ts";
import { isAbsent, isRecord, namesOf, parsed } from "./json-value.ts";
import type { Row } from "./read-rows.ts";

export const ROW_FIELDS = ["weight", "acl", "sources", "tags", "origin"] as const;

export type RowFields = Partial<Pick<TrainExample, (typeof ROW_FIELDS)[number]>>;

/** Undefined where one of them makes the row unusable; it has been said why. */
export function rowFields({ line, value }: Row, collector: Collector): RowFields | undefined {
  const weight = weightOf(value["weight"]);
  if (weight === undefined) {
    collector.refuse({ line, field: "weight" }, `it is ${shown(value["weight"])} and no number from 0`);
    return undefined;
  }
  const acl = isAbsent(value["acl"]) && !Array.isArray(value["acl"]) ? [] : namesOf(value["acl"]);
  if (acl === undefined || !acl.every(isPrincipal)) {
    collector.refuse({ line, field: "acl" }, `it is ${shown(value["acl"])} and no list of principals`);
    return undefined;
  }
  const hasAcl = "acl" in value && value["acl"] !== "" && value["acl"] !== null;
  return {
    ...(weight === 1 ? {} : { weight }),
    ...(hasAcl ? { acl } : {}),
    ...listField("sources", { line, value }, collector),
    ...listField("tags", { line, value }, collector),
    ...originField({ line, value }, collector),
  };
}

function listField(name: "sources" | "tags", { line, value }: Row, collector: Collector): RowFields {
  if (isAbsent(value[name])) return {};
  const names = namesOf(value[name]);
  if (names !== undefined) return { [name]: names };
  collector.leaveOut({ line, field: name }, `it is ${shown(value[name])} and no list of names`);
  return {};
}

function originField({ line, value }: Row, collector: Collector): RowFields {
  const given = value["origin"];
  if (isAbsent(given)) return {};
  const origin = typeof given === "string" ? parsed(given) : given;
  if (isRecord(origin) && typeof origin["file"] === "string" && typeof origin["line"] === "number")
    return { origin: { file: origin["file"], line: origin["line"] } };
  collector.leaveOut({ line, field: "origin" }, `it is ${shown(origin)}; a file and a line are wanted`);
  return {};
}

function weightOf(value: unknown): number | undefined {
  if (isAbsent(value)) return 1;
  const weight = typeof value === "string" ? Number(value) : value;
  return typeof weight === "number" && Number.isFinite(weight) && weight >= 0 ? weight : undefined;
}

export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Says of every field of a row that no one has read what becomes of it. */
export function leaveOutRest({ line, value }: Row, known: readonly string[], collector: Collector): void {
  for (const [name, said] of Object.entries(value)) {
    if (known.includes(name) || isAbsent(said)) continue;
    collector.leaveOut({ line, field: name }, "the field has no place in an example");
  }
}

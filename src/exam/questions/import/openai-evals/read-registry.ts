// The sample files that a YAML registry of open-source evals names.
import type { FieldPath } from "../../raw-record.ts";
import { readYaml } from "../../read-yaml.ts";
import { type Collector, type ImportFile, type ImportOptions, isRecord } from "../imported.ts";

/** Classes whose samples are `input` and `ideal`, and what is not taken over of how they compare. */
const CLASSES: Readonly<Record<string, string | undefined>> = {
  "evals.elsuite.basic.match:Match":
    "a right answer may go on after the ideal one there; here the metric says what counts",
  "evals.elsuite.basic.includes:Includes":
    "the ideal answer may stand anywhere in the answer there; here the metric says what counts",
  "evals.elsuite.basic.fuzzy_match:FuzzyMatch":
    "answers are compared after normalising there; here the metric says what counts",
  "evals.elsuite.basic.json_match:JsonMatch": "answers are compared as JSON there; here the metric says what counts",
};

export function readRegistry(
  file: ImportFile,
  collector: Collector,
  readFile: ImportOptions["readFile"],
): readonly ImportFile[] {
  const { value, placeOf, mistakes } = readYaml(file.name, file.text);
  for (const { message, ...at } of mistakes) collector.leftOut.push({ ...at, reason: message });
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, entry]): readonly ImportFile[] => {
    const leave = (path: FieldPath, reason: string, said: unknown): void => {
      const at = [name, ...path];
      const field = at.join(".");
      collector.leftOut.push({ file: file.name, line: placeOf(at).line, field, value: said, reason });
    };
    if (!isRecord(entry)) leave([], "it is no entry of a registry", entry);
    // why: the entry that only says which version is meant, and what it measures.
    if (!isRecord(entry) || (entry["class"] === undefined && entry["id"] !== undefined)) return [];
    const kind = String(entry["class"]);
    const known = CLASSES[kind];
    if (known === undefined)
      leave(["class"], `how ${kind} judges is not known here; its samples are taken as they are`, kind);
    else if (!collector.notes.includes(known)) collector.notes.push(known);
    const args = isRecord(entry["args"]) ? entry["args"] : {};
    for (const [argument, said] of Object.entries(args)) {
      if (argument !== "samples_jsonl") leave(["args", argument], "how an eval is run is not taken over", said);
    }
    const path = args["samples_jsonl"];
    const text = typeof path === "string" ? (readFile?.(path) ?? readFile?.(`data/${path}`)) : undefined;
    if (typeof path === "string" && text !== undefined) return [{ name: path, text }];
    leave(["args", "samples_jsonl"], "its samples could not be read", path);
    return [];
  });
}

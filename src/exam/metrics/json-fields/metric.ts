// JSON field accuracy: the share of expected fields that the answer's JSON holds with the expected value.
import { isDeepStrictEqual } from "node:util";

import type { Expected } from "../../../spec/exam.ts";
import { findJson, valueAt } from "../../find-json.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { metricOf, scored } from "../score-answer.ts";

export const jsonFields: MetricMaker = () =>
  metricOf({
    name: "json-fields",
    needs: ["json"],
    unit: "share",
    better: "higher",
    appliesTo: ({ expected }) => fieldsOf(expected).length > 0,
    scoreAnswered: ({ answer, expected }) => {
      const fields = fieldsOf(expected);
      const found = findJson(answer.text);
      const wrong = fields.filter(([path, value]) => found === undefined || !isSame(valueAt(found.value, path), value));
      const detail = found === undefined ? "no JSON" : wrong.map(([path]) => path).join("; ");
      return scored((fields.length - wrong.length) / fields.length, detail);
    },
  });

function fieldsOf({ json }: Expected): readonly (readonly [string, unknown])[] {
  return Object.entries(json?.fields ?? {});
}

/** Numbers by value, texts without blanks around them, lists in their order, objects in any. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(bare(one), bare(other));
}

function bare(value: unknown): unknown {
  if (typeof value === "string") return value.normalize("NFC").trim();
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, bare(each)]));
}

// JSON validity: the whole answer is JSON and fits the schema; a fence or a word around it is a broken form.
import { createContext, Script } from "node:vm";

import { z } from "zod";

import type { JsonSchema } from "../../../spec/chat.ts";
import { tryJson } from "../../find-json.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { failed, metricOf, passed } from "../score-answer.ts";

export const jsonValidity: MetricMaker = () =>
  metricOf({
    name: "json-validity",
    needs: ["json"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer, expected }) => {
      const validator = validatorOf(expected.json?.schema ?? {});
      if (validator.kind === "unreadable") return failed(`the question's schema cannot be used: ${validator.reason}`);
      const parsed = tryJson(answer.text);
      if (parsed === undefined) return passed(false, "no JSON");
      const held = holdTo(validator.schema, parsed.value);
      if (held.kind === "unusable")
        return failed(`the question's schema cannot be held against the answer: ${held.reason}`);
      const { error } = held;
      return passed(error === undefined, error === undefined ? undefined : z.prettifyError(error).slice(0, 400));
    },
  });

const TIMEOUT_MS = 1000;
const HOLD = new Script("hold()");

type Held =
  | { readonly kind: "held"; readonly error: z.ZodError | undefined }
  | { readonly kind: "unusable"; readonly reason: string };

/** A schema's patterns are a team's own and the text a model's: together they may look for hours, and are stopped. */
function holdTo(schema: z.ZodType, value: unknown): Held {
  let error: z.ZodError | undefined;
  const hold = (): void => {
    ({ error } = schema.safeParse(value));
  };
  try {
    HOLD.runInContext(createContext({ hold }), { timeout: TIMEOUT_MS });
    return { kind: "held", error };
  } catch (thrown) {
    return { kind: "unusable", reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

type Validator =
  | { readonly kind: "usable"; readonly schema: z.ZodType }
  | { readonly kind: "unreadable"; readonly reason: string };

const KNOWN = new WeakMap<JsonSchema, Validator>();

function validatorOf(schema: JsonSchema): Validator {
  const known = KNOWN.get(schema) ?? readSchema(schema);
  KNOWN.set(schema, known);
  return known;
}

function readSchema(schema: JsonSchema): Validator {
  try {
    return { kind: "usable", schema: z.fromJSONSchema(schema) };
  } catch (error) {
    return { kind: "unreadable", reason: error instanceof Error ? error.message : String(error) };
  }
}

import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { jsonValidity } from "./metric.ts";

const SCHEMA = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer" } },
  required: ["name"],
  additionalProperties: false,
};

holdMetric({
  metric: jsonValidity(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample("fits", { expected: { json: { schema: SCHEMA } }, text: '{"name":"Ann","age":3}' }, 1),
    sample("blanks around it are no fault", { expected: { json: { schema: SCHEMA } }, text: ' {"name":"Ann"}\n' }, 1),
    sample("a missing field", { expected: { json: { schema: SCHEMA } }, text: '{"age":3}' }, 0),
    sample("a field too many", { expected: { json: { schema: SCHEMA } }, text: '{"name":"Ann","x":1}' }, 0),
    sample("a wrong type", { expected: { json: { schema: SCHEMA } }, text: '{"name":"Ann","age":"3"}' }, 0),
    sample("a fence around it", { expected: { json: { schema: SCHEMA } }, text: '```json\n{"name":"Ann"}\n```' }, 0),
    sample("any JSON where the schema is empty", { expected: { json: { schema: {} } }, text: "[1]" }, 1),
    sample(
      "a schema that cannot be read is the question's fault",
      { expected: { json: { schema: { type: "nonsense" } } }, text: "{}" },
      "failed",
    ),
    sample("abstained", { expected: { json: { schema: SCHEMA } } }, "abstained"),
  ],
});

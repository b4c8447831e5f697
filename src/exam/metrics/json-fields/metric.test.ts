import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { jsonFields } from "./metric.ts";

const fields = (text: string) => ({
  expected: {
    json: { schema: {}, fields: { name: "Ann", tags: ["a", "b"], "home.city": "Rome", "home.rooms[0].m2": 12 } },
  },
  text,
});

holdMetric({
  metric: jsonFields(DEFAULT_METRIC_CONTEXT),
  samples: [
    sample("all fields", fields('{"name":" Ann ","tags":["a","b"],"home":{"city":"Rome","rooms":[{"m2":12}]}}'), 1),
    sample(
      "in a fence, as its form is not what is asked about",
      fields('Here:\n```json\n{"name":"Ann","tags":["a","b"],"home":{"city":"Rome","rooms":[{"m2":12}]}}\n```'),
      1,
    ),
    sample(
      "a list in another order, and a wrong number",
      fields('{"name":"Ann","tags":["b","a"],"home":{"city":"Rome","rooms":[{"m2":13}]}}'),
      0.5,
    ),
    sample("between words", fields('Sure: {"name":"Ann"} - done'), 0.25),
    sample("no JSON at all", fields("Ann, in Rome"), 0),
    sample(
      "no prototype's field is found",
      { expected: { json: { schema: {}, fields: { constructor: "x", "a.toString": "y" } } }, text: '{"a":{}}' },
      0,
    ),
    sample("JSON without expected fields says nothing", { expected: { json: { schema: {} } }, text: "{}" }, "failed"),
    sample("abstained", { expected: { json: { schema: {}, fields: { a: 1 } } } }, "abstained"),
  ],
});

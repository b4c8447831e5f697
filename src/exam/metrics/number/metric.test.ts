import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { DEFAULT_METRIC_CONTEXT } from "../metric-maker.ts";
import { number } from "./metric.ts";

const near = (value: number, tolerance: number, text: string, score: number) =>
  sample(`${value} in: ${text}`, { expected: { number: { value, tolerance } }, text }, score);

holdMetric({
  metric: number(DEFAULT_METRIC_CONTEXT),
  samples: [
    near(1234.5, 0, "It is 1,234.5 in all.", 1),
    near(1234.5, 0, "Es sind 1.234,5 im Ganzen.", 1),
    near(1_234_567, 0, "1 234 567", 1),
    near(1_234_567, 0, "1\u202f234\u202f567", 1),
    near(1_234_567, 0, "1'234'567 francs", 1),
    near(1234, 0, "about 1.234", 1),
    near(1.234, 0, "about 1.234", 1),
    near(0.12, 0, "12 %", 1),
    near(12, 0, "12%", 1),
    near(12, 0, "12 percent", 1),
    near(0.12, 0, "12", 0),
    near(49, 0, "The S3 costs \u20ac49, not 59.", 1),
    near(49, 0, "It costs 49EUR.", 1),
    near(3, 0, "The S3 is out.", 0),
    near(3, 0, "the 3rd one", 0),
    near(-5, 0, "it was -5 degrees", 1),
    near(-5, 0, "it was \u22125 degrees", 1),
    near(5, 0, "pages 1-5", 1),
    near(2_500_000, 0, "2.5 million people", 1),
    near(49_000, 0, "49k", 1),
    near(1500, 0, "1.5e3", 1),
    near(0.5, 0, "a share of .5", 1),
    near(100, 2, "98", 1),
    near(100, 2, "97.9", 0),
    near(0.3, 0, "0.30000000000000004", 1),
    near(7, 0, "no number at all", 0),
    near(7, 0, "1 2 3 4 5 6 7 8 9 10 11 12 13", 0),
    sample("abstained", { expected: { number: { value: 1, tolerance: 0 } } }, "abstained"),
  ],
});

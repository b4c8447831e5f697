// Holds one metric to the family's suite, with samples that say what it should score.
import { expect, test } from "vitest";

import { buildTrial, type TrialParts } from "../../src/testing/build-trial.ts";
import { METRIC_SUITE, type MetricSample, type MetricSubject } from "../../src/testing/metric-suite.ts";

export function holdMetric(subject: MetricSubject): void {
  test.each(METRIC_SUITE.map((each) => [each.name, each] as const))(
    `${subject.metric.name}: %s`,
    async (_name, { check }) => {
      expect.hasAssertions();
      await expect(check(subject)).resolves.toBeUndefined();
    },
  );
}

export function sample(name: string, trial: TrialParts, score: MetricSample["score"]): MetricSample {
  return { name, trial: buildTrial(trial), score };
}

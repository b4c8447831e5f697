// A vitest reporter: names each skipped test with its reason, and closes with the counts on one plain line.
import type { Reporter, TestCase, TestModule } from "vitest/node";

export type EndedTest = {
  readonly name: string;
  readonly state: "passed" | "failed" | "skipped";
  /** Why it was skipped. */
  readonly note?: string | undefined;
};

export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const broken = modules.filter((module) => module.errors().length > 0);
    const tests = modules.flatMap((module) => [...module.children.allTests()].flatMap(endedTest));
    const lines = closingLines([
      ...tests,
      ...broken.map((module) => ({ name: module.moduleId, state: "failed" as const })),
    ]);
    process.stdout.write(`${lines.join("\n")}\n`);
  }
}

/** One line for every skipped test, though several share a reason; the counts last. */
export function closingLines(tests: readonly EndedTest[]): readonly string[] {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { state } of tests) counts[state] += 1;
  const skipped = tests.filter(({ state }) => state === "skipped");
  return [
    ...skipped.map(({ name, note }) => `skipped: ${name} (${note ?? "no reason given"})`),
    `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  ];
}

function endedTest(test: TestCase): readonly EndedTest[] {
  const result = test.result();
  if (result.state === "pending") return [];
  const note = result.state === "skipped" ? result.note : undefined;
  return [{ name: `${test.module.relativeModuleId} > ${test.fullName}`, state: result.state, note }];
}

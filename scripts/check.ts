// `npm run check`: every gate in turn, one line each, all run even when one fails.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));

type Step = {
  readonly name: string;
  readonly run: readonly (readonly string[])[];
};

const bin = (path: string): string => `node_modules/${path}`;
const steps: readonly Step[] = [
  { name: "format", run: [[bin("oxfmt/bin/oxfmt"), "--check", "src", "test", "bench", "lab", "scripts", "examples"]] },
  {
    name: "lint",
    run: [[bin("oxlint/bin/oxlint"), "--type-aware", "src", "test", "bench", "lab", "scripts", "examples"]],
  },
  { name: "types", run: [[bin("typescript/bin/tsc"), "--noEmit"]] },
  { name: "architecture", run: [[bin("vitest/vitest.mjs"), "run", "test/architecture.test.ts"]] },
  { name: "tests", run: [[bin("vitest/vitest.mjs"), "run"]] },
  { name: "unused", run: [[bin("knip/bin/knip.js")]] },
  { name: "docs", run: [["scripts/docs.ts", "--check"]] },
  { name: "build", run: [["scripts/build.ts"]] },
  {
    name: "package",
    run: [
      [bin("publint/src/cli.js"), "--strict"],
      [bin("@arethetypeswrong/cli/dist/index.js"), "--pack", ".", "--profile", "esm-only"],
    ],
  },
];

const { values } = parseArgs({
  options: { only: { type: "string", multiple: true }, without: { type: "string", multiple: true } },
});
const chosen = steps.filter(
  ({ name }) => values.only?.includes(name) !== false && values.without?.includes(name) !== true,
);
const failed = chosen.filter((step) => !runStep(step));
console.log(`${chosen.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

function runStep({ name, run }: Step): boolean {
  const started = performance.now();
  const failure = run.map(runTool).find((result) => result.status !== 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${failure === undefined ? "ok  " : "FAIL"} ${name.padEnd(13)} ${seconds.padStart(6)} s`);
  if (failure !== undefined) console.log(failure.output);
  return failure === undefined;
}

function runTool(args: readonly string[]): { readonly status: number; readonly output: string } {
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  return { status: result.status ?? 1, output: `${result.stdout}${result.stderr}` };
}

import { expect, test } from "vitest";

import { workerArguments } from "./worker-arguments.ts";

test("a program in a file hands all of its flags on", () => {
  expect(workerArguments(["--max-old-space-size=400", "--import", "./loader.mjs"])).toBeUndefined();
});

test("a program given as text hands on what says how modules are loaded, and nothing that a thread refuses", () => {
  const loaders = ["--no-warnings", "--import", "./loader.mjs", "--conditions=dev", "--experimental-strip-types"];
  for (const text of [
    ["--input-type=module", "-e", "run()"],
    ["--eval", "run()"],
    ["-p", "1"],
    ["--print", "1"],
  ]) {
    expect(workerArguments(["--expose-gc", ...loaders, "--max-old-space-size=400", ...text])).toEqual(loaders);
  }
});

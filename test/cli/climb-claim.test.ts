// A climb has its name, its runs and its folder to itself, and waits where another run is in its way.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { acquireLock } from "../../src/core/lock.ts";
import { systemRuntime } from "../../src/core/runtime.ts";
import { climbableProject } from "./climbed-project.ts";

test(
  "names of climbs and runs do not mix, folders are private, and a run in the way is waited for",
  { timeout: 120_000 },
  async () => {
    await using project = await climbableProject();
    const { place } = project;
    const asking = ["exam", "run", "exam.jsonl", "--arms", "quoting", "--limit", "1", "--run"];
    expect((await place.run([...asking, "taken"])).code).toBe(0);
    const taken = await project.climb("--name", "taken");
    expect(taken).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("an exam run taken that no climb has made"),
    });
    expect(await project.climb("--name", "x-development")).toMatchObject({ code: 2 });

    const exams = join(place.folder, ".schoolbook", "exams");
    const lockFile = readdirSync(exams).find((name) => name.endsWith(".lock")) ?? "";
    const lock = await acquireLock(join(exams, lockFile), {
      command: "exam run other",
      waitMs: 0,
      runtime: systemRuntime(),
    });
    const releasing = setTimeout(() => lock[Symbol.dispose](), 1500);
    const climbed = await project.climb("--name", "mine");
    clearTimeout(releasing);
    expect(climbed.code).toBe(0);
    expect(climbed.stderr).toMatch(/Waiting for `exam run other` \(process \d+, since [\d :-]+ UTC\)/u);

    expect(await project.climb("--name", "Mine", "--seed", "2")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("there is a climb mine, and their adapters would share a name"),
    });

    for (const run of ["mine", "mine-development"]) {
      const mixed = await place.run([...asking, run]);
      expect(mixed).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`The run ${run} belongs to the climb mine`),
      });
    }
    expect((await place.run(["exam", "show", "mine"])).code).toBe(0);

    const climbs = join(place.folder, ".schoolbook", "climbs");
    for (const path of [climbs, join(climbs, "mine")]) expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const file of ["registration.json", "report.json", "report.html", "report.md"])
      expect(statSync(join(climbs, "mine", file)).mode & 0o777).toBe(0o600);

    const held = await acquireLock(join(climbs, "mine", "climb.lock"), {
      command: "climb --name mine",
      waitMs: 0,
      runtime: systemRuntime(),
    });
    const second = await project.climb("--name", "mine");
    held[Symbol.dispose]();
    expect(second).toMatchObject({
      code: 6,
      stderr: expect.stringContaining("the climb mine is still being written by"),
    });
  },
);

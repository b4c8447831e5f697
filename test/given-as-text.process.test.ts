// A program that Node was given as text, as people try a package out: its searches, which run in a thread, work.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

const INDEX = new URL("../src/index.ts", import.meta.url).href;
const HASHER = new URL("../src/core/download/block-hasher.ts", import.meta.url).href;

test.each([
  [["--input-type=module"], "-e"],
  [["--expose-gc", "--no-warnings", "--input-type", "module"], "--eval"],
] as const)("a search and the hash of a large file by `node %j %s`", async (flags, evaluate) => {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-text-"));
  try {
    writeFileSync(join(folder, "a.md"), "# Bird\n\nThe kestrel nests.\n");
    const text = `
      import { openProject } from ${JSON.stringify(INDEX)};
      import { createBlockHasher, newBlock } from ${JSON.stringify(HASHER)};
      const access = [{ path: "**", allow: ["public"] }];
      const config = { sources: { docs: { kind: "folder", path: ".", access } }, parsing: { processes: 1 } };
      const project = await openProject({ folder: ${JSON.stringify(folder)}, config });
      await project.sync();
      console.log((await project.search("kestrel", { as: ["public"] })).hits.length);
      await project[Symbol.asyncDispose]();
      await using hasher = createBlockHasher(1 << 30);
      await hasher.update(newBlock(1000));
      console.log((await hasher.finish()).sha256.length);`;
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, evaluate, text], { cwd: folder });
    expect(stdout).toBe("1\n64\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

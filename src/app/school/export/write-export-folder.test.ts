// What comes to lie at an export's place while it is written stays there.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { createFakeRuntime } from "../../../testing/index.ts";
import { EXPORT_KIND, EXPORT_MARK } from "./export-mark.ts";
import { writeExportFolder } from "./write-export-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "schoolbook-export-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const MARK = JSON.stringify({ kind: EXPORT_KIND, version: 1, files: ["a"], adapter: { name: "x" } });

async function write(force: boolean, meanwhile: (out: string) => void = () => undefined): Promise<string> {
  const out = join(root, "out");
  await writeExportFolder({ out, force, runtime: createFakeRuntime() }, async (folder) => {
    writeFileSync(join(folder, "a"), "new");
    writeFileSync(join(folder, EXPORT_MARK), MARK);
    meanwhile(out);
    return Promise.resolve();
  });
  return out;
}

test("a folder or a file that was made meanwhile is not removed", async () => {
  const letter = (out: string) => {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "mine.txt"), "dear");
  };
  await expect(write(false, letter)).rejects.toMatchObject({ code: "input_invalid" });
  await expect(write(true, letter)).rejects.toMatchObject({ code: "input_invalid" });
  expect(readdirSync(root)).toEqual(["out"]);
  expect(readFileSync(join(root, "out", "mine.txt"), "utf8")).toBe("dear");
});

test("a file that was put into the earlier export meanwhile is not removed", async () => {
  const out = await write(false);
  writeFileSync(join(out, "a"), "old");
  await expect(write(true, () => writeFileSync(join(out, "mine.txt"), "dear"))).rejects.toThrow(/is there already/u);
  expect(readFileSync(join(out, "a"), "utf8")).toBe("old");
  rmSync(join(out, "mine.txt"));
  await write(true);
  expect(readFileSync(join(out, "a"), "utf8")).toBe("new");
  expect(readdirSync(root)).toEqual(["out"]);
});

test("an empty folder is filled, and a file in the place of one is named", async () => {
  mkdirSync(join(root, "out"));
  await write(false);
  expect(existsSync(join(root, "out", "a"))).toBe(true);
  rmSync(join(root, "out"), { recursive: true });
  writeFileSync(join(root, "out"), "dear");
  await expect(write(true)).rejects.toMatchObject({ hint: expect.stringContaining("no folder") });
});

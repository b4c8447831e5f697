// A file that cannot be used is named with what to do; a defect stays a defect.
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { fileFailure } from "./file-failure.ts";

function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

test("files that are missing, folders, or below none are named", () => {
  const here = fileURLToPath(import.meta.url);
  expect(fileFailure(thrownBy(() => readFileSync(`${here}.none`)))).toMatchObject({
    code: "not_found",
    message: `${here}.none is not there.`,
  });
  expect(fileFailure(thrownBy(() => readdirSync(here)))).toMatchObject({ code: "input_invalid" });
  // why: on an open file the failure does not know which one it is.
  expect(fileFailure(thrownBy(() => readFileSync(tmpdir())))?.message).toContain("is a folder");
  const large = Object.assign(new Error("EFBIG: file too large, write"), { code: "EFBIG", syscall: "write" });
  expect(fileFailure(large)).toMatchObject({ code: "storage_full", hint: expect.stringContaining("ulimit") });
});

test("what is no failure of a file is left alone", () => {
  expect(fileFailure(new TypeError("x is undefined"))).toBeUndefined();
  expect(fileFailure(Object.assign(new Error("x"), { code: "ENOENT" }))).toBeUndefined();
  expect(fileFailure(Object.assign(new Error("x"), { code: "ECONNREFUSED", syscall: "connect" }))).toBeUndefined();
  expect(fileFailure("ENOENT")).toBeUndefined();
});

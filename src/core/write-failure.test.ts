// A full disk is called full, and a closed folder closed, whoever noticed it.
import { expect, test } from "vitest";

import { SchoolbookError } from "./errors.ts";
import { isDiskFull, writeFailure } from "./write-failure.ts";

const failed = (given: object): Error => Object.assign(new Error("no"), given);
const PLACE = { path: "/data/log.jsonl" };

test.each([{ code: "ENOSPC" }, { code: "EDQUOT" }, { code: "ERR_SQLITE_ERROR", errcode: 13 }, { errcode: 4874 }])(
  "%o is a full disk",
  (given) => {
    expect(isDiskFull(failed(given))).toBe(true);
    expect(writeFailure(failed(given), { ...PLACE, message: "It was not written." })).toMatchObject({
      code: "storage_full",
      message: "The disk is full: /data/log.jsonl cannot be written any further.",
      hint: expect.stringContaining("Free some space"),
    });
  },
);

test.each([{ code: "EACCES" }, { code: "EROFS" }, { code: "ENOTDIR" }, { errcode: 14 }, {}])(
  "%o is no full disk",
  (given) => {
    expect(writeFailure(failed(given), PLACE)).toMatchObject({
      code: "storage_readonly",
      message: expect.stringMatching(/^\/data\/log\.jsonl cannot be written(?: \(ENOTDIR\))?\.$/u),
      hint: expect.stringContaining("permissions"),
    });
  },
);

test("an error in words stays what it is", () => {
  const own = new SchoolbookError("storage_full", "Full.");
  expect(writeFailure(own, PLACE)).toBe(own);
});

import { expect, test } from "vitest";

import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { codeParser } from "./parser.ts";

test("code is stored as written, with its language", async () => {
  const source = "def f(a):\n\treturn a  # <!-- kept -->\n";
  expect(await codeParser.parse({ bytes: Buffer.from(source), fileName: "a/b.PY", limits: DEFAULT_LIMITS })).toEqual({
    text: source,
    format: "code",
    landmarks: [],
    metadata: { language: "python" },
    warnings: [],
  });
});

test("marks that show code in another order than it runs are removed with a warning", async () => {
  const bytes = Buffer.from('if (level != "user\u202e \u2066// admin\u2069 \u2066") {\n');
  const { text, warnings } = await codeParser.parse({ bytes, fileName: "a.ts", limits: DEFAULT_LIMITS });
  expect(text).toBe('if (level != "user // admin ") {\n');
  expect(warnings).toEqual(["4 invisible or control characters were removed."]);
});

test("a name like a built-in property is no language", async () => {
  const parsed = await codeParser.parse({ bytes: Buffer.from("x"), fileName: "a.constructor", limits: DEFAULT_LIMITS });
  expect(parsed.metadata).toEqual({});
});

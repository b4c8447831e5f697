import { array, assert, property, stringMatching } from "fast-check";
import { expect, test } from "vitest";

import { createGlobMatcher, GLOB } from "./glob.ts";

test.each([
  ["**", ["a", "a/b", "a/b/c.md"], []],
  ["*.md", ["a.md", ".md"], ["a.txt", "x/a.md"]],
  ["**/*.md", ["a.md", "x/a.md", "x/y/a.md"], ["a.mdx", "a.md/b"]],
  ["hr/**", ["hr", "hr/a.md", "hr/x/y.md"], ["hrx/a.md", "x/hr/a.md", "hr.md"]],
  ["hr", ["hr", "hr/a.md", "hr/x/y.md"], ["hr2"]],
  ["/hr/", ["hr/a.md"], ["hr2"]],
  ["hr/*", ["hr/a.md"], ["hr", "hr/x/a.md"]],
  ["a/**/z", ["a/z", "a/b/z", "a/b/c/z", "a/b/z/q"], ["a/zz"]],
  ["**/x/**", ["x", "x/a", "a/x/b", "a/b/x"], ["xa/b"]],
  ["*.{md,txt}", ["a.md", "a.txt"], ["a.pdf", "a.{md,txt}"]],
  ["{docs,guides/{old,new}}/**", ["docs/a", "guides/old/a", "guides/new/a"], ["guides/other/a"]],
  ["file-[0-9].md", ["file-1.md"], ["file-a.md", "file-10.md"]],
  ["file-[!0-9].md", ["file-a.md"], ["file-1.md", "file-/.md"]],
  ["a?c", ["abc"], ["ac", "a/c"]],
  ["v1.0+(x)/a$b^c|d.md", ["v1.0+(x)/a$b^c|d.md"], ["v1x0+(x)/a$b^c|d.md"]],
  ["[*].md", ["*.md"], ["a.md"]],
  ["caf\u0065\u0301.md", ["caf\u00e9.md"], []],
  ["**/line\nbreak.md", ["line\nbreak.md", "a/line\nbreak.md"], []],
])("%s matches what it should and nothing else", (pattern, matching, others) => {
  const { matches } = createGlobMatcher([pattern]);
  expect([...matching, ...others].filter(matches)).toEqual(matching);
});

test("a folder is passed by when all of it is covered, entered when some of it may match", () => {
  const { covers, reaches } = createGlobMatcher(["docs/*/intro.md", "**/drafts/**"]);
  expect(covers("a/drafts")).toBe(true);
  expect(covers("docs/a")).toBe(false);
  const docs = createGlobMatcher(["docs/guides/**/*.md"]);
  expect(["docs", "docs/guides", "docs/guides/a"].every(docs.reaches)).toBe(true);
  expect(["src", "docs/api", "docs/guides2"].some(docs.reaches)).toBe(false);
  expect(createGlobMatcher(["*.md"]).covers("x.md")).toBe(false);
  expect(createGlobMatcher(["*.{md,txt}"]).reaches("docs")).toBe(false);
  expect(createGlobMatcher(["docs/*.md"]).reaches("docs")).toBe(true);
  expect(createGlobMatcher(["docs/*.md"]).reaches("docs/deep")).toBe(false);
  expect(reaches("anything")).toBe(true);
});

test.each(["", "/", "a\\b", "../a", "a/./b", "{a", "a}", "[a", "{a,b}".repeat(12)])(
  "the pattern %j is refused with the reason",
  (pattern) => {
    const { success, error } = GLOB.safeParse(pattern);
    expect(success).toBe(false);
    expect(error?.issues[0]?.message).toContain(JSON.stringify(pattern));
  },
);

test("a path without special characters matches itself and what lies below it", () => {
  const segment = stringMatching(/^[^*?[\]{}/\\\0]{1,8}$/u).filter((text) => text !== "." && text !== "..");
  const path = array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/").normalize("NFC"));
  assert(
    property(path, (text) => {
      const { matches } = createGlobMatcher([text]);
      expect(matches(text)).toBe(true);
      expect(matches(`${text}/below`)).toBe(true);
      expect(matches(`${text}x`)).toBe(false);
    }),
    { seed: 1 },
  );
});

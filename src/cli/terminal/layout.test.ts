import { expect, test } from "vitest";

import { bytes, count, duration, plural, table, wrap } from "./layout.ts";

test("columns are as wide as their widest cell and the last is left ragged", () => {
  const rows = table(
    [
      ["a", 1, "x"],
      ["漢字", 100, "yy"],
    ],
    ["left", "right"],
  );
  expect(rows.map(({ styled }) => styled)).toEqual(["a       1  x", "漢字  100  yy"]);
});

test("text is wrapped at spaces, with an indent, and long words stay whole", () => {
  const lines = wrap("one two three four five\naverylongwordindeedthatdoesnotfit", 22, "  ");
  expect(lines.map(({ styled }) => styled)).toEqual([
    "  one two three four",
    "  five",
    "  averylongwordindeedthatdoesnotfit",
  ]);
});

test("numbers read well", () => {
  expect([count(1234567), count(2.54), plural(1, "document"), plural(0, "document")]).toEqual([
    "1,234,567",
    "2.5",
    "1 document",
    "0 documents",
  ]);
  expect([bytes(0), bytes(999), bytes(1500), bytes(12_000_000), bytes(3.2e9)]).toEqual([
    "0 B",
    "999 B",
    "1.5 kB",
    "12 MB",
    "3.2 GB",
  ]);
  expect([
    duration(1.234),
    duration(340),
    duration(2340),
    duration(45_000),
    duration(125_000),
    duration(7_500_000),
  ]).toEqual(["1.2 ms", "340 ms", "2.3 s", "45 s", "2 min 5 s", "2 h 5 min"]);
});

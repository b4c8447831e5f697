import { expect, test } from "vitest";

import { parseFilter } from "./parse-filter.ts";

test("no expression is no filter", () => {
  expect(parseFilter()).toBeUndefined();
});

test("one word is compared as text", () => {
  expect(parseFilter("team=support")).toEqual({ kind: "equals", field: "team", value: "support" });
});

test("a bare number or truth value matches its text too, a quoted one only as text", () => {
  expect(parseFilter("year=2024")).toEqual({ kind: "in", field: "year", values: [2024, "2024"] });
  expect(parseFilter("draft=true")).toEqual({ kind: "in", field: "draft", values: [true, "true"] });
  expect(parseFilter('year="2024"')).toEqual({ kind: "equals", field: "year", value: "2024" });
});

test("a list is any of its values, commas in quotes included", () => {
  expect(parseFilter('team = support, "sales, north"')).toEqual({
    kind: "in",
    field: "team",
    values: ["support", "sales, north"],
  });
});

test("ranges are typed", () => {
  expect(parseFilter("price>=9.5")).toEqual({ kind: "range", field: "price", min: 9.5 });
  expect(parseFilter("date<=2024-05-01")).toEqual({ kind: "range", field: "date", max: "2024-05-01" });
  expect(parseFilter("modifiedAt>=2024-01-01")).toEqual({
    kind: "range",
    field: "modifiedAt",
    min: Date.UTC(2024, 0, 1),
  });
});

test("a strict bound leaves its own value out", () => {
  expect(parseFilter("price>9")).toEqual({
    kind: "and",
    filters: [
      { kind: "range", field: "price", min: 9 },
      { kind: "not", filter: { kind: "equals", field: "price", value: 9 } },
    ],
  });
});

test("fields can be asked for, left out and negated; several expressions must all hold", () => {
  expect(parseFilter("owner", "!draft", "team!=sales")).toEqual({
    kind: "and",
    filters: [
      { kind: "exists", field: "owner" },
      { kind: "not", filter: { kind: "exists", field: "draft" } },
      { kind: "not", filter: { kind: "equals", field: "team", value: "sales" } },
    ],
  });
});

test("values are data, whatever they contain", () => {
  expect(parseFilter("title=x' or 1=1 --")).toEqual({ kind: "equals", field: "title", value: "x' or 1=1 --" });
});

test.each(["", "=x", "team=", "team in sales", "modifiedAt>=soon", "!"])(
  "%j is refused with the forms that exist",
  (expression) => {
    expect(() => parseFilter(expression)).toThrowError(
      expect.objectContaining({ code: "input_invalid", hint: expect.stringContaining("field>=value") }),
    );
  },
);

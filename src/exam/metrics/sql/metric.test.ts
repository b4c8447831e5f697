import { rmSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterAll, expect, test } from "vitest";

import { holdMetric, sample } from "../../../../test/exam/hold-metric.ts";
import { asksForOrder } from "./compare-rows.ts";
import { sql } from "./metric.ts";
import { createQueryRunner } from "./run-queries.ts";

const folder = mkdtempSync(join(tmpdir(), "schoolbook-sql-"));
const path = join(folder, "shop.sqlite");
const database = new DatabaseSync(path);
database.exec(`create table item (name text, price real, stock integer);
  insert into item values ('cap', 10.1, 3), ('mug', 20.2, 9007199254740993), ('pen', 1.5, null)`);
database.close();

afterAll(() => rmSync(folder, { recursive: true }));

const runQueries = createQueryRunner();

const ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) from n";

function asks(query: string, text: string, ordered?: boolean) {
  const queries = [query];
  return { expected: { sql: { database: "shop", queries, ...(ordered === undefined ? {} : { ordered }) } }, text };
}

holdMetric({
  metric: sql({ cutoff: 5, databasePath: (name) => (name === "shop" ? path : undefined), sqlTimeoutMs: 20_000 }),
  samples: [
    sample(
      "the same rows in another order",
      asks("select name from item", "SELECT name FROM item ORDER BY name DESC;"),
      1,
    ),
    sample(
      "an order that was asked for",
      asks("select name from item order by price", "select name from item order by name"),
      0,
    ),
    sample(
      "an order that does not matter after all",
      asks("select name from item order by price", "select name from item order by name", false),
      1,
    ),
    sample(
      "sums in another order, in a fence",
      asks("select sum(price) from item", "```sql\nselect 20.2 + 1.5 + 10.1\n```"),
      1,
    ),
    sample("a row that is there twice is not there once", asks("select 1 union all select 1", "select 1"), 0),
    sample("whole numbers too large for a float", asks("select 9007199254740993", "select 9007199254740992"), 0),
    sample("a whole number and its float", asks("select 3", "select 3.0"), 1),
    sample("null is not an empty text", asks("select null", "select ''"), 0),
    sample("a query that is none", asks("select 1", "I would select the name"), 0),
    sample("a query that writes", asks("select 1", "delete from item"), 0),
    sample("a query that reaches for other files", asks("select 1", "attach 'other.sqlite' as other"), 0),
    sample("a query that loads code", asks("select 1", "select load_extension('x')"), 0),
    sample(
      "an expected query that is broken is the question's fault",
      asks("select nothing from nowhere", "select 1"),
      "failed",
    ),
    sample(
      "a database that is not there",
      { expected: { sql: { database: "x", queries: ["select 1"] } }, text: "select 1" },
      "failed",
    ),
    sample("abstained", { expected: { sql: { database: "shop", queries: ["select 1"] } } }, "abstained"),
  ],
});

test("a query without an end is ended, and what ran before it is kept", async () => {
  const request = { path, queries: ["select 1", ENDLESS], maxRows: 10, timeoutMs: 1500 };
  await expect(runQueries(request)).resolves.toEqual([
    { kind: "rows", rows: [[1n]] },
    { kind: "failed", reason: "it took longer than 1500 ms" },
  ]);
  const next = await runQueries({ path, queries: ["select 2"], maxRows: 10, timeoutMs: 10_000 });
  expect(next).toEqual([{ kind: "rows", rows: [[2n]] }]);
});

test("requests at the same time get each their own rows, and a file that is not there is a failure", async () => {
  const requests = [1, 2, 3].map(async (value) =>
    runQueries({ path, queries: [`select ${value}`], maxRows: 10, timeoutMs: 10_000 }),
  );
  const found = await Promise.all(requests);
  expect(found.map(([first]) => first)).toEqual([1n, 2n, 3n].map((value) => ({ kind: "rows", rows: [[value]] })));
  const [gone] = await runQueries({
    path: join(folder, "gone"),
    queries: ["select 1"],
    maxRows: 10,
    timeoutMs: 10_000,
  });
  expect(gone?.kind).toBe("failed");
});

test("a query with too many rows or too much memory fails", async () => {
  const queries = [
    "with recursive n(i) as (select 1 union all select i + 1 from n limit 20) select i from n",
    "select hex(zeroblob(400000000))",
  ];
  const [rows, memory] = await runQueries({ path, queries, maxRows: 10, timeoutMs: 10_000 });
  expect(rows).toEqual({ kind: "failed", reason: "more than 10 rows" });
  expect(memory?.kind).toBe("failed");
});

test.each([
  ["select a from b order by a", true],
  ["select a from b ORDER\n BY a limit 1", true],
  ["select a from (select a from b order by a)", false],
  ["select row_number() over (order by a) from b", false],
  ["select 'order by' from b -- order by", false],
  ['select "order by" from b', false],
])("%s asks for an order: %s", (query, isOrdered) => {
  expect(asksForOrder(query)).toBe(isOrdered);
});

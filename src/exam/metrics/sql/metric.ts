// SQL by execution: the answer's query gives the same rows as one of the expected ones on the question's database.
import type { Expected, Score } from "../../../spec/exam.ts";
import type { MetricContext, MetricMaker } from "../metric-maker.ts";
import { failed, metricOf, passed } from "../score-answer.ts";
import { asksForOrder, sameRows } from "./compare-rows.ts";
import { createQueryRunner, type RunQueries } from "./run-queries.ts";

const MAX_ROWS = 100_000;

export const sql: MetricMaker = (context) => {
  const runQueries = createQueryRunner();
  return metricOf({
    name: "sql",
    needs: ["sql"],
    unit: "share",
    better: "higher",
    scoreAnswered: async ({ answer, expected }) =>
      expected.sql === undefined
        ? failed("the question expects no query")
        : scoreQuery(queryIn(answer.text), expected.sql, { ...context, runQueries }),
  });
};

async function scoreQuery(
  query: string,
  { database, queries, ordered }: NonNullable<Expected["sql"]>,
  { databasePath, sqlTimeoutMs, runQueries }: MetricContext & { readonly runQueries: RunQueries },
): Promise<Score> {
  const path = databasePath(database);
  if (path === undefined) return failed(`there is no database ${database}`);
  const request = { path, queries: [...queries, query], maxRows: MAX_ROWS, timeoutMs: sqlTimeoutMs };
  const results = await runQueries(request);
  const wanted = results.slice(0, -1);
  const broken = wanted.find((result) => result.kind === "failed");
  if (broken !== undefined) return failed(`an expected query does not run: ${broken.reason}`);
  const given = results.at(-1);
  if (given?.kind !== "rows") return passed(false, given?.reason);
  const isRight = wanted.some(
    (result, index) =>
      result.kind === "rows" && sameRows(result.rows, given.rows, ordered ?? asksForOrder(queries[index] ?? "")),
  );
  return passed(isRight, "it gives other rows");
}

/** The query alone: out of its fence where there is one. */
function queryIn(text: string): string {
  return (/```(?:sql|sqlite)?\s*\n([\s\S]*?)\n?\s*```/iu.exec(text)?.[1] ?? text).trim();
}

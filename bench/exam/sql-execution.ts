// SQL by execution on defog-sql: every expected query must be right for its own question and wrong for the next one. `node bench/exam/sql-execution.ts`
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";

import { createMetrics } from "../../src/exam/metrics/registry.ts";
import type { Score } from "../../src/spec/exam.ts";
import { buildTrial } from "../../src/testing/build-trial.ts";
import { parseCsv } from "../ranking/parse-csv.ts";

const FOLDER = join(process.env["SCHOOLBOOK_DATA"] ?? join(import.meta.dirname, "../../../shared/data"), "defog-sql");

type Asked = { readonly database: string; readonly queries: readonly string[]; readonly question: string };

function readQuestions(): readonly Asked[] {
  const texts = [
    gunzipSync(readFileSync(join(FOLDER, "questions_gen_sqlite.csv.gz"))).toString(),
    readFileSync(join(FOLDER, "instruct_basic_sqlite.csv"), "utf8"),
  ];
  return texts.flatMap((text) =>
    parseCsv(text)
      .slice(1)
      .map(([database = "", , , query = "", question = ""]) => ({
        database,
        question,
        queries: query.split(";").filter((each) => each.trim() !== ""),
      })),
  );
}

/** Each database as a file, from its script. */
function buildDatabases(folder: string): void {
  for (const file of readdirSync(join(FOLDER, "db"))) {
    const database = new DatabaseSync(join(folder, file.replace(".sqlite.sql", ".sqlite")));
    database.exec(readFileSync(join(FOLDER, "db", file), "utf8"));
    database.close();
  }
}

async function run(folder: string): Promise<void> {
  buildDatabases(folder);
  const sql = createMetrics({ databasePath: (name) => join(folder, `${name}.sqlite`) }).find(
    ({ name }) => name === "sql",
  );
  const ask = async ({ database, queries }: Asked, text: string): Promise<Score | undefined> =>
    sql?.score(buildTrial({ expected: { sql: { database, queries } }, text }));
  const questions = readQuestions();
  const tally = { own: 0, asked: 0, others: 0, failed: 0 };
  const started = performance.now();
  for (const [index, question] of questions.entries()) {
    for (const query of question.queries) {
      const score = await ask(question, query);
      tally.asked += 1;
      if (score?.kind === "scored" && score.value === 1) tally.own += 1;
      else console.log(`  ${question.question}\n    ${JSON.stringify(score)}`);
    }
    const next = questions.slice(index + 1).find(({ database }) => database === question.database);
    const score = next === undefined ? undefined : await ask(question, next.queries[0] ?? "");
    if (score?.kind === "scored" && score.value === 1) tally.others += 1;
    if (score?.kind === "failed") tally.failed += 1;
  }
  const calls = tally.asked + questions.length;
  console.log(
    `${questions.length} questions: ${tally.own} of ${tally.asked} expected queries right on their own question`,
  );
  console.log(`${tally.others} right with the next question's query, ${tally.failed} failed`);
  console.log(`${((performance.now() - started) / calls).toFixed(0)} ms a score`);
}

if (existsSync(FOLDER)) {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-defog-"));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
} else {
  console.log("skipped: the data set defog-sql is not there (SCHOOLBOOK_DATA)");
}

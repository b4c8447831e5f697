// `node bench/quoting/run.ts [companies|public] [--words]`: the answerer without a model: does it answer what the documents answer, and only that? `--words` leaves the vector search out.
import { parseArgs } from "node:util";

import { hasData } from "../ranking/data-sets.ts";
import { PUBLIC_SETS } from "./cases.ts";
import { TO_CHOOSE_WITH, TO_JUDGE_WITH } from "./company.ts";
import { judgeCompany } from "./judge-company.ts";
import { judgePublic } from "./judge-public.ts";

const SETS_WITH_UNANSWERABLE = new Set(["SQuAD 2", "CLAPnq"]);

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { words: { type: "boolean" } } });
  const [only] = positionals;
  const searches = values.words === true ? "words" : "both";
  if (only !== "public") {
    for (const name of [...TO_CHOOSE_WITH, ...TO_JUDGE_WITH])
      for (const line of await judgeCompany(name, searches)) console.log(line);
  }
  if (only === "companies") return;
  for (const { name, data } of PUBLIC_SETS.filter((set) => SETS_WITH_UNANSWERABLE.has(set.name))) {
    if (hasData(data)) for (const line of await judgePublic(name, searches)) console.log(line);
    else console.log(`skipped ${name}: no data; set SCHOOLBOOK_DATA to the folder that holds ${data}`);
  }
}

await main();

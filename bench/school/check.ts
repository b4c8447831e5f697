// `node bench/school/check.ts [--rows 100000]`: how long a check of so many rows takes, by its parts, a quarter of them from one template.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { seededRandom } from "../../src/core/runtime.ts";
import { checkExamples } from "../../src/school/check/check-examples.ts";
import { importExamples } from "../../src/school/examples/import/import-examples.ts";
import { openBaseText } from "../../src/weights/open-base-text.ts";

const { values } = parseArgs({ options: { rows: { type: "string", default: "100000" } } });

const random = seededRandom(3);
const letters = "etaoinshrdlucmfwypvbgkq";
const VOCABULARY = Array.from({ length: 8000 }, () =>
  Array.from(
    { length: 2 + Math.floor(random() * 8) },
    () => letters[Math.floor(random() ** 1.5 * letters.length)],
  ).join(""),
);

/** Few words are frequent, most are rare, as in any language. */
function words(count: number): string {
  return Array.from({ length: count }, () => VOCABULARY[Math.floor(random() ** 2.5 * VOCABULARY.length)]).join(" ");
}

const rows = Array.from({ length: Number(values.rows) }, (_, at) => {
  const sources = [`docs:${at % 5000}.md`];
  if (at % 50 === 1) return { prompt: "How long is the warranty of the lamp?", completion: "Two years.", sources };
  if (at % 4 !== 0) return { prompt: words(40), completion: words(25), sources };
  return {
    prompt: `What does part ${at} cost in the catalogue of this year?`,
    completion: `${at % 97} euros.`,
    sources,
  };
});
const text = rows.map((row) => JSON.stringify(row)).join("\n");
const exam = Array.from({ length: 500 }, (_, at) => ({ id: `q${at}`, question: words(12), sources: [] }));

async function timed<Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> {
  const begin = performance.now();
  const busy = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(busy);
  // why both: on a machine that others use too, time on the processor tells more than time on the clock
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`${name.padEnd(28)} ${((user + system) / 1e6).toFixed(1)} s on the processor, ${seconds} s by the clock`);
  return result;
}

console.log(`${values.rows} rows, ${(text.length / 1e6).toFixed(1)} MB`);
const imported = await timed("import", () => importExamples({ name: "rows.jsonl", text }, { acl: ["public"] }));
await timed("check against 500 questions", async () => checkExamples({ imported, exam }));
const base = await openBaseText(fileURLToPath(new URL("../../models/nano", import.meta.url)));
const { tokens, findings, surplus } = await timed("check, tokens counted too", async () =>
  checkExamples({ imported, exam, counting: { base, maxTokens: 1024 } }),
);
console.log(
  `${tokens?.tokens} tokens, ${surplus} copies, ${findings.length} findings; ${Math.round(process.memoryUsage().rss / 1e6)} MB of memory`,
);

// `node bench/school/leaks.ts [--rows 20000] [--questions 2000]`: how long rows are held against an exam, where all of them fill a few templates
// with other names, which is the hardest case; a tenth of the questions are asked by a row.
import { parseArgs } from "node:util";

import { findLeaks } from "../../src/school/check/find-leaks.ts";
import { prepareRows } from "../../src/school/check/prepare-rows.ts";

const { values } = parseArgs({
  options: { rows: { type: "string", default: "20000" }, questions: { type: "string", default: "2000" } },
});
const [rowCount, questionCount] = [Number(values.rows), Number(values.questions)];
const FIRST_ASKED = Math.floor(questionCount * 0.9);
const SYLLABLES = ["ba", "ne", "ro", "ti", "lu", "va", "so", "mi", "ka", "de"];

const TEMPLATES: Readonly<Record<string, (at: number) => string>> = {
  "names with capitals": (at) => `How long does the warranty of the ${capital(nameOf(at))} lamp last?`,
  "names in small letters": (at) => `How long does the warranty of the ${nameOf(at)} lamp last?`,
  numbers: (at) => `What is the pressure of pump P-${at} in the hall?`,
};

for (const [kind, questionOf] of Object.entries(TEMPLATES)) {
  const questions = Array.from({ length: questionCount }, (_, at) => ({
    id: `q${at}`,
    question: questionOf(at),
    sources: [],
  }));
  const examples = Array.from({ length: rowCount }, (_, at) => ({
    messages: [
      { role: "user" as const, content: questionOf(at + FIRST_ASKED) },
      { role: "assistant" as const, content: "Two years." },
    ],
    weight: 1,
    acl: ["public"],
  }));
  const rows = prepareRows(
    examples,
    examples.map((_, at) => at + 1),
  );
  const [began, used] = [performance.now(), process.cpuUsage()];
  const found = findLeaks(rows, questions);
  const { user, system } = process.cpuUsage(used);
  const exact = found.filter((one) => one.kind === "leak-exact").length;
  console.log(
    `${kind.padEnd(24)} ${rowCount} rows, ${questionCount} questions: ${exact} asked word for word (${questionCount - FIRST_ASKED} are), ` +
      `${found.length - exact} nearly; ${((performance.now() - began) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor time`,
  );
}

/** Of four syllables, each number its own. */
function nameOf(at: number): string {
  return Array.from({ length: 5 }, (_, place) => SYLLABLES[Math.floor(at / 10 ** place) % 10]).join("");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

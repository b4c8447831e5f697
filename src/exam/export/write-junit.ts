// One suite per arm, one case per question and repeat: what could not be asked is an error, what is wrong a failure.
import { complaints, type ScoredRow, type ScoredRun } from "./scored-run.ts";

export function writeJunit({ run, rows, metrics }: ScoredRun): string {
  const suites = [...Map.groupBy(rows, ({ trial }) => trial.arm)].map(([arm, own]) => {
    const cases = own.map((row) => caseOf(row, metrics));
    const count = (kind: Case["kind"]): number => cases.filter((one) => one.kind === kind).length;
    const counts = `tests="${own.length}" failures="${count("failure")}" errors="${count("error")}"`;
    return `  <testsuite name="${escape(arm)}" ${counts}>\n${cases.map(({ text }) => text).join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escape(run)}">\n${suites.join("")}</testsuites>\n`;
}

type Case = { readonly kind: "right" | "failure" | "error"; readonly text: string };

function caseOf(row: ScoredRow, metrics: ScoredRun["metrics"]): Case {
  const { question, arm, repeat, latencyMs, outcome } = row.trial;
  const name = repeat === 0 ? question.id : `${question.id} (${repeat + 1})`;
  const time = latencyMs === undefined ? "" : ` time="${(latencyMs / 1000).toFixed(3)}"`;
  const head = `    <testcase name="${escape(name)}" classname="${escape(arm)}"${time}`;
  const wrong = complaints(row, metrics);
  if (wrong.length === 0) return { kind: "right", text: `${head}/>\n` };
  const kind = outcome.kind === "failed" ? "error" : "failure";
  const said = outcome.kind === "answered" ? outcome.answer.text : "";
  const inner = `      <${kind} message="${escape(wrong.join("; "))}">${escape(said)}</${kind}>\n`;
  return { kind, text: `${head}>\n${inner}    </testcase>\n` };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Characters that XML cannot hold at all are shown as what stands for them. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, (one) => ("\t\n\r".includes(one) ? one : "\uFFFD"))
    .replaceAll(/[&<>"']/gu, (one) => ENTITIES[one] ?? one)
    .replaceAll(/\s/gu, (one) => (one === " " ? one : `&#${one.codePointAt(0)};`));
}

// `node bench/exam/draft-by-rules.ts [--companies 3] [--questions 100]`: drafts without a model on companies of the lab, of which it is
// known what their documents say: are the answers right, are questions without an answer truly without one, and may nobody read a
// forbidden one's?
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { Company, CompanyFact } from "../../lab/world/company/company.ts";
import { createCompany } from "../../lab/world/create-company.ts";
import { writeCompany } from "../../lab/world/write-company.ts";
import { readExamFile } from "../../src/app/exam/exam-file.ts";
import { openProject } from "../../src/app/open-project.ts";
import type { Question } from "../../src/spec/exam.ts";
import { percent } from "../quoting/intervals.ts";

const { values } = parseArgs({
  options: { companies: { type: "string", default: "3" }, questions: { type: "string", default: "100" } },
});

type Judged = {
  readonly kind: string;
  readonly isRight: boolean;
  readonly isKnown: boolean;
  readonly question: Question;
};

async function main(): Promise<void> {
  const judged: Judged[] = [];
  const dropped: Record<string, number> = {};
  for (let seed = 1; seed <= Number(values.companies); seed += 1) await draftCompany(seed, judged, dropped);
  for (const kind of ["answerable", "unanswerable", "forbidden"]) {
    const own = judged.filter((one) => one.kind === kind);
    const known = own.filter(({ isKnown }) => isKnown);
    const right = known.filter(({ isRight }) => isRight).length;
    console.log(
      `${kind}: ${own.length} drafted, ${known.length} that the lab can judge, right ${percent(right, known.length)}`,
    );
    for (const { question } of known.filter(({ isRight }) => !isRight).slice(0, 5)) {
      console.log(`  not right: ${question.question} ${JSON.stringify(question.expected)}`);
    }
  }
  console.log(
    `dropped: ${Object.entries(dropped)
      .map(([reason, count]) => `${count} ${reason}`)
      .join(", ")}`,
  );
}

async function draftCompany(seed: number, judged: Judged[], dropped: Record<string, number>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-draft-"));
  try {
    const company = createCompany({ seed, split: "exam", size: 2 });
    writeCompany(company, folder);
    const config = { embedder: null, sources: { docs: { kind: "folder", path: "documents" } } } as const;
    await using project = await openProject({ folder, config });
    await project.sync();
    const to = join(folder, "draft.jsonl");
    const answerable = Number(values.questions);
    const wanted = { answerable, unanswerable: Math.round(answerable / 4), forbidden: Math.round(answerable / 4) };
    const as = ["group:staff", "group:support"];
    const report = await project.draftExam({ as, forbiddenAs: ["public"], wanted, model: "quoting", to, seed });
    for (const [reason, count] of Object.entries(report.dropped)) dropped[reason] = (dropped[reason] ?? 0) + count;
    for (const question of readExamFile(to).questions) judged.push(judge(question, company));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By the facts of the lab: about the same subject and attribute, as far as that can be told from the question. */
function judge(question: Question, { facts }: Company): Judged {
  const kind = question.tags.find((tag) => tag.startsWith("draft-"))?.slice("draft-".length) ?? "";
  const asked = plain(question.question);
  const about = facts.filter((fact) => {
    return asked.includes(plain(fact.attribute)) && asked.includes(plain(fact.subject.replace(/^the /u, "")));
  });
  if (kind !== "answerable") {
    const readers = new Set([...question.principals, "public"]);
    const open = about.filter(({ acl }) => acl.some((principal) => readers.has(principal)));
    return { kind, question, isKnown: true, isRight: open.length === 0 };
  }
  const [answer = ""] = question.expected.contains ?? [];
  const isRight = about.some((fact) => fact.answers.some((one) => says(answer, one)) || says(answer, fact.value));
  return { kind, question, isKnown: about.length > 0, isRight };
}

function says(answer: string, fact: CompanyFact["value"]): boolean {
  const [one, other] = [plain(answer), plain(fact)];
  return one.includes(other) || other.includes(one);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.,/-]+/gu, " ")
    .trim();
}

await main();

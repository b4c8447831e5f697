// `npm start`: a company that nobody has seen before, its library, its exam, and the whole ladder climbed on it; nothing is precomputed.
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { Company } from "../world/company/company.ts";
import { createCompany } from "../world/create-company.ts";
import { companyProject, everybody } from "../world/project/company-project.ts";
import { writeFiles } from "../world/write-project.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PROGRAM = join(ROOT, "bin", "schoolbook.mjs");
/** What six minutes on two cores allow. */
const SIZES = { questions: 80, rows: 140 };

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { seed: { type: "string", default: "1" }, folder: { type: "string" } } });
  const folder = values.folder ?? join(ROOT, ".schoolbook", `demo-${values.seed}`);
  const company = createCompany({ seed: values.seed, split: "demo", size: 1 });
  if (!existsSync(join(folder, "exam.jsonl"))) rmSync(folder, { recursive: true, force: true });
  writeFiles(companyProject(company, SIZES), folder);
  say(
    `${company.name} does not exist. It has ${company.documents.length} documents that no model has ever read, and wants`,
  );
  say(
    `every reply as one line of JSON that begins with "${company.houseStyle.opening}" What does it take: a better prompt, an`,
  );
  say("open book, school, or both? Everything below is computed now, on this machine, with the model in the box.");
  return climb(company, folder);
}

async function climb(company: Company, folder: string): Promise<number> {
  const as = everybody(company).flatMap((principal) => (principal === "public" ? [] : ["--as", principal]));
  const question = company.questions.find(({ kind, part }) => kind === "fact" && part === "exam")?.question ?? "";
  const steps: readonly (readonly string[])[] = [
    ["library", "sync"],
    ["ask", question, "--model", "quoting"],
    ["engines", "add", "llama"],
    [
      "climb",
      "exam.jsonl",
      "--template",
      "prompts/closed-book.md",
      "--examples",
      "examples.jsonl",
      "--development",
      "0.2",
      "--all",
    ],
  ];
  for (const step of steps) {
    const isSetUp = step[0] === "engines";
    const code = await run([...step, ...(isSetUp ? [] : as)], folder);
    // why: 18 says that the ladder was climbed and that no rung is proven, which is an answer too.
    if (code !== 0 && code !== 18) return code;
  }
  say("");
  say(
    `All of it is in ${folder}: read its files, ask it something, change a page, climb again with another --name. Another company: npm start -- --seed 2`,
  );
  say("Your own documents: npm run schoolbook -- init --project FOLDER");
  return 0;
}

async function run(words: readonly string[], folder: string): Promise<number> {
  say("");
  say(`$ npm run schoolbook -- ${words.map(quoted).join(" ")} --project ${folder}`);
  const child = spawn(process.execPath, [PROGRAM, ...words, "--project", folder], { cwd: folder, stdio: "inherit" });
  const end = (): void => void child.kill("SIGTERM");
  process.once("SIGTERM", end);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGTERM", end);
      resolve(signal === null ? (code ?? 1) : 130);
    });
  });
}

function quoted(word: string): string {
  return /^[\w.:/-]+$/u.test(word) ? word : JSON.stringify(word);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = await main();

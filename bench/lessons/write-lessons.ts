// Writes nano's lessons from libraries: `node bench/lessons/write-lessons.ts --seed a --companies 40 --rows 24 --out FILE`.
// Companies of the split `train` go through the product (parser, chunker, search, prompt); rows as lab/world/write-shared-text.ts has them.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { createCompany } from "../../lab/world/create-company.ts";
import { chance, pick, pickWeighted, type Random, randomFrom } from "../../lab/world/random.ts";
import { writeCompany } from "../../lab/world/write-company.ts";
import { contentOf } from "../../src/answer/model/prompt/fit-passages.ts";
import { packagedTemplate } from "../../src/answer/model/prompt/packaged-template.ts";
import { passageOfHit, type SourcePassage } from "../../src/answer/model/prompt/source-passage.ts";
import { writePrompt } from "../../src/answer/model/prompt/write-prompt.ts";
import { searchPassages } from "../../src/answer/quote/search-passages.ts";
import { openProject } from "../../src/app/open-project.ts";
import type { Project } from "../../src/app/project/project.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { chooseTargets } from "./choose-targets.ts";
import { locateFacts } from "./locate-facts.ts";
import { systemOf, writeBranches } from "./write-branches.ts";

/** How many passages a row shows; five is what the product shows. */
const SHOWN = [2, 3, 4, 5, 6, 7] as const;
const SHARE_OF_SHOWN: Readonly<Record<(typeof SHOWN)[number], number>> = { 2: 10, 3: 15, 4: 15, 5: 45, 6: 10, 7: 5 };
/** Characters that fit a sheet beside the questions. */
const MOST_CHARACTERS = 4200;

type Lessons = { readonly seed: string; readonly rows: number };

/** The rows of one company, from a library of its own. */
async function companyLines({ seed, rows }: Lessons, number: number): Promise<string> {
  const random = randomFrom(`lessons/${seed}/${number}`);
  const company = createCompany({
    seed: `lessons/${seed}/${number}`,
    split: "train",
    size: pick(random, [0.5, 1, 1]),
    phrasings: chance(random, 0.7) ? "composed" : "train",
  });
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-lessons-"));
  try {
    writeCompany(company, folder);
    const config = { sources: { docs: { kind: "folder", path: "documents" } } } as const;
    await using project = await openProject({ folder, config });
    await project.sync();
    const lines: string[] = [];
    for (const target of chooseTargets(random, company.questions, rows)) {
      const as = [...new Set(target.acls.flatMap(([first]) => first ?? []))];
      const passages = await find(project, target.question, { as, limit: howMany(random) });
      if (passages.length === 0) continue;
      const placed = await locateFacts(project, company, { as, passages });
      const branches = writeBranches(random, company, { target, placed });
      if (branches.length > 0) lines.push(line(random, { passages, branches }));
    }
    return lines.join("");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const howMany = (random: Random): number => pickWeighted(random, SHOWN, (count) => SHARE_OF_SHOWN[count]);

type Search = { readonly as: readonly string[]; readonly limit: number };

/** What the product's answers search for and show, as far as a sheet holds it. */
async function find(project: Project, question: string, { as, limit }: Search): Promise<readonly SourcePassage[]> {
  const retriever = { search: async ({ query }: { readonly query: string }) => project.search(query, { as, limit }) };
  const found = await searchPassages(retriever, { query: question, principals: as, limit }, STANDARD_ANALYZER);
  let room = MOST_CHARACTERS;
  return found.hits
    .map((hit) => passageOfHit(hit))
    .filter(({ text }) => {
      room -= text.length;
      return room > 0;
    });
}

type Made = {
  readonly passages: readonly SourcePassage[];
  readonly branches: readonly { readonly ask: string; readonly reply: string }[];
};

function line(random: Random, { passages, branches }: Made): string {
  const shown = chance(random, 0.12) ? passages.map((passage) => undated(passage)) : passages;
  const [system, user] = writePrompt({ template: packagedTemplate(), passages: shown, question: "" });
  if (system === undefined || user === undefined) throw new Error("The packaged template has lost a message.");
  const start = contentOf(user).replace(/Question:\s*$/u, "");
  const row = {
    stage: "library",
    system: systemOf(random, contentOf(system)),
    passages: start,
    branches: branches.map(({ ask, reply }) => ({ ask: `Question: ${ask}`, reply })),
  };
  return `${JSON.stringify(row)}\n`;
}

function undated(passage: SourcePassage): SourcePassage {
  const { date: _, ...rest } = passage;
  return rest;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      companies: { type: "string", default: "40" },
      first: { type: "string", default: "0" },
      rows: { type: "string", default: "24" },
      out: { type: "string", default: "lessons.jsonl" },
    },
  });
  const lessons: Lessons = { seed: values.seed, rows: Number(values.rows) };
  const file = openSync(values.out, "w");
  const first = Number(values.first);
  for (let number = first; number < first + Number(values.companies); number += 1) {
    writeSync(file, await companyLines(lessons, number));
  }
  closeSync(file);
}

await main();

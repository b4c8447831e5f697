// Whether facts that a screening sends to the library can be answered from there: the documents that it writes, the library's search, the model.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { CompanyQuestion } from "../../lab/world/company/company.ts";
import { scoreReply } from "../../lab/world/score-reply.ts";
import { openProject } from "../../src/app/open-project.ts";
import type { FactDocument } from "../../src/school/screen/write-fact-documents.ts";
import { percent } from "../quoting/intervals.ts";

type OpenBook = {
  readonly documents: readonly FactDocument[];
  readonly questions: readonly CompanyQuestion[];
  readonly model: string;
};

/** Each question is asked by somebody who may read its source, in the words of the row and in others. */
export async function openBook({ documents, questions, model }: OpenBook): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-screened-"));
  try {
    for (const { path, text } of documents) {
      const target = join(folder, "facts", path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    const config = { sources: { facts: { kind: "folder", path: "facts" } }, model } as const;
    await using project = await openProject({ folder, config });
    await project.sync();
    const counts = { found: 0, quoted: 0, right: 0, otherwise: 0, asked: 0, closed: 0 };
    for (const question of questions) {
      const as = question.acls.flatMap(([first]) => first ?? []);
      const ask = async (text: string, by: string): Promise<boolean> => {
        let said = "";
        for await (const event of project.ask(text, { as, model: by }))
          if (event.kind === "text-delta") said += event.text;
        return scoreReply(said, { answers: question.answers, refuse: false, cites: [] }).verdict === "right";
      };
      const { hits } = await project.search(question.question, { as, limit: 5 });
      const isRight = (text: string): boolean =>
        scoreReply(text, { answers: question.answers, refuse: false, cites: [] }).verdict === "right";
      counts.found += Number(hits.some(({ passage }) => isRight(passage.text)));
      counts.quoted += Number(await ask(question.question, "quoting"));
      counts.right += Number(await ask(question.question, model));
      const [other] = question.otherwise;
      if (other !== undefined) {
        counts.asked += 1;
        counts.otherwise += Number(await ask(other, model));
      }
      if (!as.includes("public")) {
        const { hits: stolen } = await project.search(question.question, { as: ["public"], limit: 20 });
        counts.closed += Number(stolen.some(({ passage }) => passage.document.acl.every((one) => one !== "public")));
      }
    }
    const of = questions.length;
    return [
      `open book: ${documents.length} documents from ${of} unknown facts`,
      `  the fact among the first five passages: ${percent(counts.found, of)}`,
      `  right by quoting: ${percent(counts.quoted, of)}; right by ${model}: ${percent(counts.right, of)}; asked in other words: ${percent(counts.otherwise, counts.asked)}`,
      `  shown to somebody who may not read it: ${counts.closed}`,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

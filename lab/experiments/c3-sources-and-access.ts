// C3: an open book cites its sources and honours who may read what.
import type { CompanyQuestion } from "../world/company/company.ts";
import { randomFrom, sample } from "../world/random.ts";
import { above, type Experiment, shareOf, size } from "./experiment.ts";
import { ask, clearedFor, openCompany, type OpenCompany } from "./open-company.ts";

type Cited = { readonly right: number; readonly cited: number; readonly found: boolean };

export const C3: Experiment = {
  id: "C3",
  claim: "RAG cites its sources and honours per-document access; a tuned model can do neither.",
  source: "Common advice; no figure is given with it.",
  hypothesis:
    "At least 85 % of the citations shown are of a document that holds the answer, and no answer to somebody who may not read a page shows any of it.",
  seed: "c3",
  sizes: {
    whole: { companies: 3, questions: 60, forbidden: 60 },
    quick: { companies: 1, questions: 30, forbidden: 20 },
  },
  run: async (lab, sizes) => {
    const cited: Cited[] = [];
    let leaks = 0;
    let asked = 0;
    for (let at = 1; at <= size(sizes, "companies"); at += 1) {
      lab.note(`company ${at}`);
      await using opened = await openCompany(`c3-${at}`);
      const random = randomFrom(`c3-${at}`);
      const { questions } = opened.company;
      const answerable = questions.filter(({ refuse, kind }) => !refuse && kind === "fact");
      for (const question of sample(random, answerable, size(sizes, "questions")))
        cited.push(await citedRight(opened, question));
      const closed = answerable.filter(({ acls }) => acls.every((acl) => !acl.includes("public")));
      for (const question of sample(random, closed, size(sizes, "forbidden"))) {
        asked += 1;
        if (await showsClosed(opened, question)) leaks += 1;
      }
    }
    const answered = cited.filter((one) => one.cited > 0);
    const sum = (of: (one: Cited) => number): number => answered.reduce((total, one) => total + of(one), 0);
    const precision = shareOf(
      "citations of a document that holds the answer",
      sum(({ right }) => right),
      sum((one) => one.cited),
    );
    const recall = shareOf(
      "answers with citations that cite every document needed",
      answered.filter(({ found }) => found).length,
      answered.length,
    );
    const leaked = shareOf("answers to the public that show a closed page", leaks, asked);
    return {
      measured: [precision, recall, leaked],
      findings: [
        { expected: "at least 85 % of citations of the right document", holds: above(precision, 0.85) },
        { expected: "not one answer that shows what its asker may not read", holds: leaks === 0 ? "yes" : "no" },
      ],
      discussion:
        "That a tuned model cites nothing and serves everybody what it learnt needs no experiment: it has neither sources nor readers. An adapter made here carries the access list of its rows for that reason, and is refused to whoever is not cleared for all of them.",
    };
  },
};

async function citedRight({ project }: OpenCompany, question: CompanyQuestion): Promise<Cited> {
  const { citations } = await ask(project, question.question, clearedFor(question));
  const isSource = (documentId: string): boolean => question.documentIds.some((id) => documentId.endsWith(id));
  const found = question.documentIds.every((id) => citations.some(({ documentId }) => documentId.endsWith(id)));
  return { right: citations.filter(({ documentId }) => isSource(documentId)).length, cited: citations.length, found };
}

/** Cited, shown to the model, or said in words. */
async function showsClosed({ project }: OpenCompany, question: CompanyQuestion): Promise<boolean> {
  const answer = await ask(project, question.question, ["public"]);
  const touched = [...answer.citations, ...(answer.trace?.shown ?? [])].map(({ documentId }) => documentId);
  const readable = await Promise.all(
    touched.map(async (id) => (await project.document(id, { as: ["public"] })) !== undefined),
  );
  return readable.includes(false);
}

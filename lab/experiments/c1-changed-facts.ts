// C1: a changed fact is answerable right after re-indexing; a tuned model goes on saying the old one.
import { type ChatAdapter, type ChatModel, openChatModel } from "../../src/index.ts";
import type { Company, CompanyQuestion, UpcomingChange } from "../world/company/company.ts";
import { applyChanges } from "../world/company/plan-changes.ts";
import { closedMessages } from "../world/reading-prompt.ts";
import { scoreReply } from "../world/score-reply.ts";
import { askModel } from "./ask-model.ts";
import { above, below, type Experiment, type Findings, type Measured, shareOf, size } from "./experiment.ts";
import { factRows } from "./fact-rows.ts";
import { ask, clearedFor, openCompany, type OpenCompany } from "./open-company.ts";
import { openPages } from "./open-pages.ts";
import { trainRows } from "./train-rows.ts";

type Said = { readonly before: boolean; readonly after: boolean; readonly stale: boolean };
type Planned = { readonly change: UpcomingChange; readonly question: CompanyQuestion; readonly as: readonly string[] };

const PHRASINGS = 4;

export const C1: Experiment = {
  id: "C1",
  claim: "A changed fact is answerable right after re-indexing; the tuned model stays stale.",
  source: "Common advice for RAG: a fact that lands at 09:00 is answerable at 09:05 at the latest.",
  hypothesis:
    "Of the changed facts that were answered right before, at least 80 % are answered with the new value at the next question after the sync, and at most 5 % with the old one; of those that a model learnt by heart before, at least 80 % are told with the old value after the change; and from saving a file to the cited answer it takes at most 2 s.",
  seed: "c1",
  sizes: {
    whole: { companies: 5, changes: 20, pages: 10_000, epochs: 20 },
    quick: { companies: 1, changes: 8, pages: 1000, epochs: 12 },
  },
  run: async (lab, sizes) => {
    const said: Said[] = [];
    const recited: Said[] = [];
    await using model = await openChatModel("nano");
    for (let at = 1; at <= size(sizes, "companies"); at += 1) {
      lab.note(`company ${at}`);
      await using opened = await openCompany(`c1-${at}`);
      const planned = planChanges(opened.company, size(sizes, "changes"));
      const rows = planned.flatMap(({ question }) => factRows(question, { phrasings: PHRASINGS }));
      const { adapter } = await trainRows(lab, { rows, epochs: size(sizes, "epochs") });
      const before = await recite(model, planned, adapter);
      said.push(...(await changeFacts(opened, planned)));
      for (const [index, { old, fresh }] of (await recite(model, planned, adapter)).entries())
        recited.push({ before: before[index]?.old === true, after: fresh, stale: old });
    }
    lab.note(`${size(sizes, "pages")} pages`);
    return told(said, recited, await stopwatch(size(sizes, "pages")));
  },
};

function told(said: readonly Said[], recited: readonly Said[], watch: Measured): Findings {
  const known = said.filter(({ before }) => before);
  const fresh = shareOf(
    "changed facts answered with the new value",
    known.filter(({ after }) => after).length,
    known.length,
  );
  const stale = shareOf(
    "changed facts answered with the old value",
    known.filter((one) => one.stale).length,
    known.length,
  );
  const learnt = recited.filter(({ before }) => before);
  const outdated = shareOf(
    "facts learnt by heart, told with the old value after the change",
    learnt.filter((one) => one.stale).length,
    learnt.length,
  );
  return {
    measured: [
      shareOf("of all changed facts, answered right before the change", known.length, said.length),
      fresh,
      stale,
      shareOf(
        "of all changed facts, told right by the model taught them, before the change",
        learnt.length,
        recited.length,
      ),
      outdated,
      watch,
    ],
    findings: [
      { expected: "at least 80 % with the new value", holds: above(fresh, 0.8) },
      { expected: "at most 5 % with the old value", holds: below(stale, 0.05) },
      { expected: "at least 80 % of the facts learnt by heart with the old value", holds: above(outdated, 0.8) },
      { expected: "a right cited answer within 2 s of the save", holds: watch.value <= 2 ? "yes" : "no" },
    ],
    discussion:
      "What nano cannot read it does not answer, changed or not; so the new values are counted among the facts that it answered before. That weights do not change when a page does is no discovery: the figure says that what was learnt is told with the same confidence afterwards. The stopwatch uses the quoting answerer and no model.",
  };
}

function planChanges({ upcoming, questions }: Company, changes: number): readonly Planned[] {
  return upcoming.slice(0, changes).flatMap((change) => {
    const question = questions.find(({ kind, factIds }) => kind === "fact" && factIds.join() === change.factId);
    return question === undefined ? [] : [{ change, question, as: clearedFor(question) }];
  });
}

/** Whether a model that was taught the facts before they changed tells the old values, asked in words that it was not taught in. */
async function recite(
  model: ChatModel,
  planned: readonly Planned[],
  adapter: ChatAdapter,
): Promise<readonly { readonly old: boolean; readonly fresh: boolean }[]> {
  const recited: { readonly old: boolean; readonly fresh: boolean }[] = [];
  for (const { question, change } of planned) {
    const text = await askModel(model, closedMessages(question.question), adapter);
    recited.push({ old: isRight(text, question.answers), fresh: isRight(text, [change.answers]) });
  }
  return recited;
}

async function changeFacts(opened: OpenCompany, planned: readonly Planned[]): Promise<readonly Said[]> {
  const { company, project } = opened;
  const before: boolean[] = [];
  for (const { question, as } of planned)
    before.push(isRight((await ask(project, question.question, as)).text, question.answers));
  for (const [id, text] of changedTexts(
    company,
    planned.map(({ change }) => change),
  ))
    opened.write(id, text);
  await project.sync();
  const said: Said[] = [];
  for (const [at, { change, question, as }] of planned.entries()) {
    const { text } = await ask(project, question.question, as);
    said.push({
      before: before[at] === true,
      after: isRight(text, [change.answers]),
      stale: isRight(text, question.answers),
    });
  }
  return said;
}

function isRight(reply: string, answers: readonly (readonly string[])[]): boolean {
  return scoreReply(reply, { answers, refuse: false, cites: [] }).verdict === "right";
}

function changedTexts(company: Company, changes: readonly UpcomingChange[]): ReadonlyMap<string, string> {
  const offsets = new Map(company.facts.map(({ id, offset }) => [id, offset]));
  const touched = new Set(changes.map(({ documentId }) => documentId));
  return new Map(
    company.documents
      .filter(({ id }) => touched.has(id))
      .map((document) => [document.id, applyChanges(document, changes, (id) => offsets.get(id) ?? 0).text]),
  );
}

/** From the save of one page among many to the quoted, cited answer. */
async function stopwatch(pages: number): Promise<Measured> {
  await using opened = await openPages(pages, "c1");
  await opened.project.sync();
  await ask(opened.project, "When is the lamp in the hall switched off?", ["public"]);
  const start = performance.now();
  opened.edit(Math.floor(pages / 3), "The lamp in the hall is switched off at 21:40.");
  await opened.project.sync();
  const answer = await ask(opened.project, "When is the lamp in the hall switched off?", ["public"]);
  const seconds = (performance.now() - start) / 1000;
  const isRightAndCited = answer.citations.some(({ quote }) => quote.includes("21:40"));
  return {
    what: `from a saved file to its cited answer, ${pages} pages`,
    value: isRightAndCited ? seconds : Number.POSITIVE_INFINITY,
    unit: "seconds",
    of: pages,
  };
}

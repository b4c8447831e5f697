// `node bench/school/screen.ts [--facts 100] [--protocol full,budget] [--seed 1] [--shots 4] [--rows] [--open-book]`: on the lab, where the truth is known,
// how many facts a screening of nano sorts right: public ones are known, those of a company that it has never read of are not.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { CompanyQuestion } from "../../lab/world/company/company.ts";
import { createCompany } from "../../lab/world/create-company.ts";
import { publicFacts } from "../../lab/world/public-facts.ts";
import { randomFrom, shuffled } from "../../lab/world/random.ts";
import { openChatModel } from "../../src/app/models/open-model.ts";
import { KNOWLEDGE, type ScreenedFact } from "../../src/school/screen/fact.ts";
import { findFacts } from "../../src/school/screen/find-facts.ts";
import { PROTOCOLS } from "../../src/school/screen/protocol.ts";
import { openReplyFile } from "../../src/school/screen/reply-file.ts";
import { routeFacts } from "../../src/school/screen/route-facts.ts";
import { isKnown, screenFacts, type ScreenResult } from "../../src/school/screen/screen-facts.ts";
import { buildExample } from "../../src/testing/index.ts";
import { percent } from "../quoting/intervals.ts";
import { openBook } from "./open-book.ts";

const { values } = parseArgs({
  options: {
    facts: { type: "string", default: "100" },
    protocol: { type: "string", default: "budget,full" },
    seed: { type: "string", default: "1" },
    shots: { type: "string", default: "4" },
    model: { type: "string", default: "nano" },
    rows: { type: "boolean", default: false },
    "open-book": { type: "boolean", default: false },
    cache: { type: "string", default: ".bench/school/screen.jsonl" },
  },
});

const count = Number(values.facts);

/** Half of the phrasings are ones that nano has never been asked in. */
function knownFacts(): readonly ScreenedFact[] {
  return shuffled(randomFrom(`screen ${values.seed}`), publicFacts())
    .slice(0, count)
    .map(({ id, questions, heldOutQuestions, answers, reply }) => ({
      id,
      questions: [...heldOutQuestions, ...questions].slice(0, 6),
      answers: [answers],
      reply,
      rows: [],
    }));
}

function companyQuestions(): readonly CompanyQuestion[] {
  const { questions } = createCompany({ seed: `screen ${values.seed}`, split: "exam" });
  const single = questions.filter(({ kind, refuse }) => kind === "fact" && !refuse);
  return shuffled(randomFrom(`screen ${values.seed}`), single).slice(0, count);
}

/** The rows of the set are the company's questions in their order. */
function unknownFacts(): readonly ScreenedFact[] {
  return companyQuestions().map(({ id, question, otherwise, answers, reply }, at) => ({
    id: `company-${id}`,
    questions: [question, ...otherwise],
    answers,
    reply,
    rows: [at],
  }));
}

/** The same as rows of a set, as a user has them: one phrasing, and the facts have to be found in the replies. */
function factsInRows(): readonly ScreenedFact[] {
  const facts = [...knownFacts(), ...unknownFacts()];
  const found = findFacts(facts.map(({ questions: [question = ""], reply }) => buildExample(question, reply)));
  const missed = found.kinds.filter((kind) => kind === "form").length;
  console.log(`${facts.length} rows that teach a fact: ${missed} not taken for one`);
  return found.facts.map((fact) => {
    const [row = 0] = fact.rows;
    return row < count ? fact : { ...fact, id: `company-${fact.id}`, rows: [row - count] };
  });
}

/** What the screening found unknown, sent to the library and asked there. */
async function answerFromLibrary({ asked }: ScreenResult): Promise<readonly string[]> {
  const questions = companyQuestions();
  const company = asked.filter(({ fact }) => fact.id.startsWith("company-"));
  const examples = questions.map(({ question, reply, acls: [acl = []] }) => buildExample(question, reply, { acl }));
  const { documents } = routeFacts({ examples, kinds: [], asked: company, policy: "keep", readingPrompt: () => [] });
  const unknown = company.filter(({ knowledge }) => !isKnown(knowledge)).flatMap(({ fact }) => fact.rows);
  const sent = unknown.flatMap((row) => questions[row] ?? []);
  return openBook({ documents, questions: sent, model: values.model });
}

function report({ protocol, asked, calls, retest }: ScreenResult, ms: number): readonly string[] {
  const isCompany = (id: string): boolean => id.startsWith("company-");
  const right = asked.filter(({ fact, knowledge }) => isKnown(knowledge) !== isCompany(fact.id));
  const classes = (company: boolean): string =>
    KNOWLEDGE.map(
      (name) => `${name} ${asked.filter((one) => one.knowledge === name && isCompany(one.fact.id) === company).length}`,
    ).join(", ");
  const replies = asked.reduce((sum, { sampled }) => sum + protocol.prompts + sampled, 0);
  return [
    `${protocol.name}: ${protocol.prompts} × (1 + ${protocol.samples}), ${protocol.shots} examples before each question; model ${values.model}`,
    `  public facts:  ${classes(false)}`,
    `  company facts: ${classes(true)}`,
    `  sorted right:  ${percent(right.length, asked.length)}`,
    ...(retest === undefined
      ? []
      : [
          `  asked again with other prompts and draws: ${percent(retest.changedSide, retest.facts)} change sides, ${percent(retest.changedClass, retest.facts)} change class`,
        ]),
    `  ${replies} replies, ${calls} of them new in this run, ${(ms / 1000).toFixed(0)} s`,
    ...asked
      .filter((one) => !right.includes(one))
      .map(
        ({ fact, knowledge }) =>
          `  wrong: ${fact.id} ${knowledge}: ${fact.questions[0]} (${fact.answers.join(" and ")})`,
      ),
  ];
}

const cachePath = join(process.cwd(), values.cache);
if (existsSync(cachePath)) console.log(`goes on with the replies in ${values.cache}`);
using cache = openReplyFile(cachePath);
await using model = await openChatModel(values.model);
let last: ScreenResult | undefined;
const facts = values.rows ? factsInRows() : [...knownFacts(), ...unknownFacts()];
for (const name of values.protocol.split(",")) {
  const known = name === "full" ? PROTOCOLS.full : PROTOCOLS.budget;
  const begin = performance.now();
  let said = begin;
  const result = await screenFacts({
    facts,
    model,
    protocol: { ...known, shots: Number(values.shots) },
    seed: Number(values.seed),
    cache,
    onProgress: ({ done, total }) => {
      if (performance.now() - said < 20_000) return;
      said = performance.now();
      console.error(`${name}: ${done} of ${total} facts`);
    },
  });
  for (const line of report(result, performance.now() - begin)) console.log(line);
  last = result;
}
if (last !== undefined && values["open-book"]) for (const line of await answerFromLibrary(last)) console.log(line);

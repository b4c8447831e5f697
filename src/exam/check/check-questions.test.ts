// What a check finds, and what it leaves in peace.
import { expect, test } from "vitest";

import type { Question } from "../../spec/exam.ts";
import { buildNumberQuestion } from "../../testing/index.ts";
import { type CheckedLibrary, checkQuestions } from "./check-questions.ts";
import type { FindingKind } from "./finding.ts";

const PAGES: Readonly<Record<string, { readonly acl: readonly string[]; readonly text: string }>> = {
  "docs:warranty.md": {
    acl: ["public"],
    text: "The warranty of the S3 Pro covers twenty-four months from the day of purchase. It is **free**.",
  },
  "docs:raise.md": { acl: ["group:people"], text: "A raise of 4 percent was agreed for April." },
};

const LIBRARY: CheckedLibrary = {
  read: async (name, principals) => {
    const page = PAGES[name];
    return page?.acl.some((one) => principals.includes(one)) === true ? page.text : undefined;
  },
  exists: async (name) => PAGES[name] !== undefined,
};

async function kinds(
  questions: readonly Question[],
  library: CheckedLibrary | undefined = LIBRARY,
): Promise<readonly (readonly [FindingKind, ...string[]])[]> {
  const { findings } = await checkQuestions({ questions, ...(library === undefined ? {} : { library }) });
  return findings
    .filter(({ kind }) => kind !== "too-few" && kind !== "nothing-unanswerable")
    .map(({ kind, questions: ids }) => [kind, ...ids]);
}

test("the same words are a duplicate, or a contradiction where the answers differ", async () => {
  const expected = { answers: ["Ann"] };
  const questions = [
    buildNumberQuestion("a", { question: "Who is the owner?", expected }),
    buildNumberQuestion("b", { question: "who is the owner", expected }),
    buildNumberQuestion("c", { question: "When do you open?", expected: { answers: ["nine"] } }),
    buildNumberQuestion("d", { question: "When do you open?", expected: { answers: ["ten"] } }),
    buildNumberQuestion("e", { question: "Who is the owner?", expected, principals: ["user:ann"] }),
  ];
  expect(await kinds(questions)).toEqual([
    ["duplicate", "a", "b"],
    ["contradiction", "c", "d"],
  ]);
});

test("the same words are found however they are typed and however often an asker is named", async () => {
  const ask = (id: string, question: string, principals: readonly string[] = ["public", "group:hr"]): Question =>
    buildNumberQuestion(id, { question, principals, expected: { answers: ["Ann"] } });
  expect(await kinds([ask("a", "Where's the canteen?"), ask("b", "Where’s  the can\u00adteen?")])).toEqual([
    ["duplicate", "a", "b"],
  ]);
  const askers = ["group:hr", "public", "public"];
  expect(await kinds([ask("a", "Who is it?"), ask("b", "Who is it?", askers)])).toEqual([["duplicate", "a", "b"]]);
});

test("nearly the same words are found only where the same is expected and no cluster says so", async () => {
  const near = ["How long is the warranty on the new S3 Pro?", "How long is the warranty on the S3 Pro?"];
  const ask = (id: string, index: number, given: Partial<Question> = {}): Question =>
    buildNumberQuestion(id, { question: near[index] ?? "", expected: { answers: ["two years"] }, ...given });
  expect(await kinds([ask("a", 0), ask("b", 1)])).toEqual([["near-duplicate", "a", "b"]]);
  expect(await kinds([ask("a", 0, { cluster: "w" }), ask("b", 1, { cluster: "w" })])).toEqual([]);
  expect(await kinds([ask("a", 0), ask("b", 1, { expected: { answers: ["three years"] } })])).toEqual([]);
});

test("questions of one template about two things are not the same, even where their answers are", async () => {
  const ask = (id: string, question: string): Question =>
    buildNumberQuestion(id, { question, expected: { answers: ["16 bar"] } });
  const pressure = (of: string): string => `What is the highest pressure that the ${of} pump bears?`;
  expect(await kinds([ask("a", pressure("P-12")), ask("b", pressure("P-13"))], undefined)).toEqual([]);
  expect(await kinds([ask("a", pressure("Aurora")), ask("b", pressure("Borealis"))], undefined)).toEqual([]);
  const both = [ask("a", pressure("Aurora")), ask("b", "What is the highest pressure that an Aurora pump bears?")];
  expect(await kinds(both, undefined)).toEqual([["near-duplicate", "a", "b"]]);
  const small = [ask("a", pressure("small")), ask("b", "What is the highest pressure that the little pump bears?")];
  expect(await kinds(small, undefined)).toEqual([["near-duplicate", "a", "b"]]);
});

test("two thousand questions of one template are looked through in a moment", async () => {
  const questions = Array.from({ length: 2000 }, (_, index) =>
    buildNumberQuestion(`q${index}`, {
      question: `What is the price of the part number ${index} in the catalogue of this year?`,
    }),
  );
  const began = performance.now();
  expect(await kinds(questions, undefined)).toEqual([]);
  expect(performance.now() - began).toBeLessThan(5000);
});

test("an answer that stands in the question is found as whole words only", async () => {
  const ask = (id: string, question: string, answer: string): Question =>
    buildNumberQuestion(id, { question, expected: { answers: [answer] } });
  expect(
    await kinds([
      ask("a", "Is the S3 Pro covered for two years?", "Two years"),
      ask("b", "Is Annex B signed by the owner?", "Ann"),
      ask("c", "How many of the 12 rooms are free?", "12"),
    ]),
  ).toEqual([["answer-in-question", "a"]]);
});

test("wording that is the source's own is found", async () => {
  const expected = { answers: ["24"], sources: ["docs:warranty.md"] };
  const questions = [
    buildNumberQuestion("a", {
      question: "The warranty of the S3 Pro covers twenty-four months from which day?",
      expected,
      cluster: "a",
    }),
    buildNumberQuestion("b", { question: "For how long is a repair free of charge?", expected, cluster: "b" }),
  ];
  expect(await kinds(questions)).toEqual([["copied-wording", "a"]]);
});

test("sources that are not there and sources that the asker may not read are told apart, for whoever may know", async () => {
  const expected = (source: string) => ({ answers: ["x y z"], sources: [source] });
  const questions = [
    buildNumberQuestion("gone", { expected: expected("docs:gone.md") }),
    buildNumberQuestion("closed", { expected: expected("docs:raise.md") }),
    buildNumberQuestion("hers", { principals: ["group:people"], expected: expected("docs:raise.md") }),
    buildNumberQuestion("refused", { expected: { sources: ["docs:raise.md"], unanswerable: true } }),
  ];
  expect(await kinds(questions)).toEqual([
    ["source-missing", "gone"],
    ["source-closed", "closed"],
  ]);
  expect(await kinds(questions, { read: async (name, as) => LIBRARY.read(name, as) })).toEqual([
    ["source-missing", "gone"],
    ["source-missing", "closed"],
  ]);
});

test("a quote has to stand in a source, marks aside", async () => {
  const ask = (id: string, quote: string): Question =>
    buildNumberQuestion(id, { expected: { sources: ["docs:warranty.md"], quotes: [quote] }, cluster: id });
  expect(await kinds([ask("a", "It is free."), ask("b", "thirty-six months")])).toEqual([["quote-missing", "b"]]);
  const page = { read: async () => "保修期为两年，从购买之日起。", exists: async () => true };
  expect(await kinds([ask("a", "两年"), ask("b", "三年")], page)).toEqual([["quote-missing", "b"]]);
});

test("too few questions of an axis are said with what they can show", async () => {
  const questions = Array.from({ length: 20 }, (_, index) =>
    buildNumberQuestion(`q${index}`, { cluster: `c${index % 10}` }),
  );
  const { findings, axes } = await checkQuestions({ questions, smallestDifference: (count) => 2 / count });
  expect(axes).toEqual([{ axis: "knowledge", questions: 20, clusters: 10, smallestDifference: 0.2 }]);
  expect(findings.map(({ message }) => message)).toContain(
    "knowledge: 20 questions (10 sources; questions that share one count as one); two arms that differ by less than about 20 points cannot be told apart",
  );
  expect(findings.map(({ kind }) => kind)).toContain("nothing-unanswerable");
});

import { expect, test } from "vitest";

import { isPrincipal } from "../../src/core/principal.ts";
import { takeFrontMatter } from "../../src/parsers/reading/front-matter.ts";
import type { Company } from "./company/company.ts";
import { passagePrompt } from "./company/house-examples.ts";
import { applyChanges } from "./company/plan-changes.ts";
import { createCompany } from "./create-company.ts";
import { houseStyleFaults } from "./house-style.ts";
import { randomFrom } from "./random.ts";
import { citedPassages, isRefusal } from "./score-reply.ts";

const companies: readonly Company[] = [
  ...Array.from({ length: 6 }, (_, seed) => createCompany({ seed, split: "exam" })),
  createCompany({ seed: 1, split: "demo", size: 2 }),
  createCompany({ seed: 1, split: "train" }),
];

test("the same seed gives the same company, byte by byte; another split gives another one", () => {
  const text = JSON.stringify(companies[1]);
  expect(JSON.stringify(createCompany({ seed: 1, split: "exam" }))).toBe(text);
  expect(createCompany({ seed: 1, split: "demo" }).name).not.toBe(companies[1]?.name);
});

test("a company of size 1 has what the experiments need", () => {
  for (const { facts, questions, upcoming, houseExamples, documents } of companies) {
    expect(facts.length).toBeGreaterThan(180);
    expect(upcoming.length).toBeGreaterThanOrEqual(20);
    expect(houseExamples.length).toBeGreaterThanOrEqual(60);
    expect(documents.length).toBeGreaterThanOrEqual(15);
    for (const kind of ["fact", "changed", "joint", "chained", "unanswerable"]) {
      expect(questions.filter((question) => question.kind === kind).length, kind).toBeGreaterThan(4);
    }
  }
});

test("ids are unique among documents, passages, facts, questions, changes and examples", () => {
  for (const company of companies) {
    const { documents, passages, decoys, facts, questions, upcoming, houseExamples } = company;
    for (const list of [documents, [...passages, ...decoys], facts, questions, upcoming, houseExamples]) {
      const ids = list.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  }
});

test("every fact stands word for word where it says, in the version in which it holds", () => {
  for (const { documents, facts, passages } of companies) {
    for (const fact of facts) {
      const document = documents.find(({ id }) => id === fact.documentId);
      const text = fact.validTo === undefined ? document?.text : document?.versions[0]?.text;
      expect(text?.slice(fact.offset, fact.offset + fact.sentence.length), fact.id).toBe(fact.sentence);
      expect(fact.sentence.toLowerCase(), fact.id).toContain(fact.value.toLowerCase());
      expect(fact.acl).toEqual(document?.acl);
      expect(fact.validFrom < (fact.validTo ?? "9999")).toBe(true);
      const passage = passages.find(({ id }) => id === fact.passageId);
      if (fact.validTo === undefined) expect(passage?.text).toContain(fact.sentence);
    }
  }
});

test("every answer stands in each of its question's source documents, and the reply holds it", () => {
  for (const { documents, questions } of companies) {
    for (const { answers, documentIds, kind, reply, id } of questions.filter(({ refuse }) => !refuse)) {
      expect(documentIds.length, id).toBeGreaterThan(0);
      const texts = documentIds.map((source) =>
        documents.find((document) => document.id === source)?.text.toLowerCase(),
      );
      for (const [value = "?"] of answers) {
        const holding = texts.filter((text) => text?.includes(value.toLowerCase()));
        expect(holding.length, `${id} ${value}`).toBeGreaterThanOrEqual(
          kind === "joint" || kind === "chained" ? 1 : texts.length,
        );
        expect(reply).toContain(value);
      }
    }
  }
});

test("what an unanswerable question asks is stated nowhere, and its twin is answerable", () => {
  for (const { facts, questions, passages } of companies) {
    for (const question of questions.filter(({ refuse }) => refuse)) {
      const asked = /what the (.+?) of ((?:the |ticket )?\S.*) is\.$/u.exec(question.reply);
      const stated = facts.filter(({ attribute, subject }) =>
        question.reply.endsWith(` what the ${attribute} of ${subject} is.`),
      );
      expect(asked, question.reply).not.toBeNull();
      expect(stated, question.id).toEqual([]);
      if (question.twin?.missing === "subject") {
        const name = question.question;
        const subjects = new Set(facts.map(({ subject }) => subject));
        expect(
          [...subjects].filter((subject) => question.reply.endsWith(` of ${subject} is.`)),
          name,
        ).toEqual([]);
      }
      expect(questions.find(({ id }) => id === question.twin?.of)?.refuse).toBe(false);
    }
    expect(passages.length).toBeGreaterThan(40);
  }
});

test("access lists are well formed; every group has members, no group but staff has all, someone may read each document", () => {
  for (const { documents, groups, questions } of companies) {
    const staff = groups.find(({ principal }) => principal === "group:staff")?.members ?? [];
    for (const { principal, members } of groups) {
      expect(isPrincipal(principal)).toBe(true);
      expect(members.length).toBeGreaterThan(0);
      expect(members.every((member) => isPrincipal(member) && staff.includes(member))).toBe(true);
      if (principal !== "group:staff") expect(members.length).toBeLessThan(staff.length);
    }
    const known = new Set(["public", ...staff, ...groups.map(({ principal }) => principal)]);
    for (const { acl, text } of documents) {
      expect(acl.length).toBeGreaterThan(0);
      expect(acl.every((principal) => known.has(principal))).toBe(true);
      expect(text).toContain(`acl: [${acl.join(", ")}]`);
    }
    const used = new Set(documents.flatMap(({ acl }) => acl));
    for (const principal of ["public", "group:staff", "group:support", "group:purchasing"])
      expect(used).toContain(principal);
    for (const { acls, factIds } of questions) expect(acls.length).toBe(Math.max(1, factIds.length));
  }
});

test("documents are read as they were meant: title, date and access list come out of the front matter, without a warning", () => {
  for (const { documents } of companies) {
    for (const { text, title, date, acl } of documents) {
      const front = takeFrontMatter(text);
      expect(front).toMatchObject({ title, access: { acl }, metadata: { date }, warnings: [] });
      expect(front.body.trimStart().startsWith(`# ${title}\n`)).toBe(true);
    }
  }
});

test("an older version says what was true then, and the news page tells of the change", () => {
  for (const { documents, facts } of companies) {
    const past = facts.filter(({ validTo }) => validTo !== undefined);
    expect(past.length).toBeGreaterThan(4);
    for (const fact of past) {
      const now = facts.find(({ id }) => `${id}-before` === fact.id);
      const [before, after] = documents.find(({ id }) => id === fact.documentId)?.versions ?? [];
      expect(now?.value).not.toBe(fact.value);
      expect(now?.validFrom).toBe(fact.validTo);
      expect(after?.date).toBe(fact.validTo);
      expect(before?.date).toBe(fact.validFrom);
      expect(after?.text).toContain(now?.sentence ?? "?");
    }
    const news = documents.find(({ id }) => id === "news/changes.md");
    expect(news?.acl).toEqual(["group:staff"]);
  }
});

test("upcoming changes put the new value into the document and leave the rest as it was", () => {
  for (const { documents, upcoming, facts } of companies) {
    const offsetOf = (factId: string): number => facts.find(({ id }) => id === factId)?.offset ?? -1;
    for (const document of documents) {
      const own = upcoming.filter(({ documentId }) => documentId === document.id);
      const after = applyChanges(document, own, offsetOf);
      if (own.length === 0) {
        expect(after).toBe(document);
        continue;
      }
      expect(after.versions).toHaveLength(document.versions.length + 1);
      expect(after.date > document.date).toBe(true);
      for (const change of own) {
        expect(document.text).toContain(change.before);
        expect(after.text).toContain(change.after);
        expect(change.after.toLowerCase()).toContain(change.value.toLowerCase());
      }
      const kept = facts.filter(
        ({ id, documentId, validTo }) =>
          documentId === document.id && validTo === undefined && !own.some(({ factId }) => factId === id),
      );
      for (const { sentence } of kept) expect(after.text).toContain(sentence);
    }
  }
});

test("house examples follow the house style, cite the passage that says it, and touch no subject of the exam", () => {
  for (const { houseExamples, houseStyle, questions, facts, passages } of companies) {
    const byId = new Map(questions.map((question) => [question.id, question]));
    const examined = passages.filter(({ part }) => part === "exam");
    let missing = 0;
    for (const { reply, messages, questionId } of houseExamples) {
      const question = byId.get(questionId);
      const prompt = messages[1]?.content ?? "";
      expect(houseStyleFaults(houseStyle, reply), reply).toEqual([]);
      expect(question?.part).toBe("school");
      if (isRefusal(reply)) missing += 1;
      else {
        const [number = 0] = citedPassages(reply);
        const cited = prompt.split(/^\[\d+\] /mu)[number] ?? "";
        expect(cited.toLowerCase()).toContain((question?.answers[0]?.[0] ?? "?").toLowerCase());
      }
      for (const { text } of examined) expect(prompt).not.toContain(text);
    }
    expect(missing).toBeGreaterThan(5);
    expect(
      passages.every(({ factIds, part }) => factIds.every((id) => facts.find((fact) => fact.id === id)?.part === part)),
    ).toBe(true);
  }
});

test("distractors do not state the fact, and no prompt shows a passage that the source's readers may not read", () => {
  for (const company of companies) {
    const shown = new Map([...company.passages, ...company.decoys].map((passage) => [passage.id, passage]));
    const random = randomFrom("prompts");
    for (const question of company.questions) {
      for (const { passageId } of question.distractors) {
        const passage = shown.get(passageId);
        expect(passage?.factIds.some((id) => question.factIds.includes(id)) ?? true, question.id).toBe(false);
      }
      const prompt = passagePrompt(company, question, { random, distractors: 4 });
      expect(prompt.passages.length).toBeGreaterThanOrEqual(2);
      expect(prompt.cites).toHaveLength(
        new Set(question.factIds.map((id) => company.passages.find(({ factIds }) => factIds.includes(id))?.id)).size,
      );
      expect(citedPassages(prompt.reply)).toEqual(prompt.cites.toSorted((one, other) => one - other));
      expect(isRefusal(prompt.reply)).toBe(question.refuse);
      const without = passagePrompt(company, question, { random, distractors: 3, withoutSource: true });
      expect(without.cites).toEqual([]);
      expect(without.reply).toBe(question.refusal);
      const { passages } = prompt;
      for (const { acl } of passages) {
        const allowed = acl.includes("public") || question.acls.some((source) => source.join() === acl.join());
        expect(allowed, question.id).toBe(true);
      }
    }
  }
});

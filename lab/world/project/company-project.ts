// A company as a team would bring it to Schoolbook: documents with their access, an exam, rows to learn the house style from, prompts with the rules of the house.
import type { Acl } from "../../../src/spec/access.ts";
import type { Company, CompanyQuestion } from "../company/company.ts";
import { houseReply, houseRequest, type HouseStyle } from "../house-style.ts";
import { randomFrom, shuffled } from "../random.ts";
import { CLOSED_SYSTEM, READING_SYSTEM } from "../reading-prompt.ts";

export type ProjectSizes = {
  /** Questions of the exam: a quarter each on facts, on the form of a reply, on both, and on what nothing answers. */
  readonly questions: number;
  /** Rows to learn from, at most. */
  readonly rows: number;
};

export type ProjectFile = { readonly path: string; readonly text: string };

/** The exam and the rows share no subject: what school sees is never examined. */
export function companyProject(company: Company, { questions, rows }: ProjectSizes): readonly ProjectFile[] {
  return [
    ...company.documents.map(({ id, text }) => ({ path: `documents/${id}`, text })),
    { path: "exam.jsonl", text: lines(examOf(company, questions)) },
    { path: "examples.jsonl", text: lines(rowsOf(company, rows)) },
    { path: "prompts/answer.md", text: template(`${READING_SYSTEM} ${houseRequest(company.houseStyle)}`, true) },
    { path: "prompts/closed-book.md", text: template(`${CLOSED_SYSTEM} ${houseRequest(company.houseStyle)}`, false) },
    { path: "schoolbook.config.json", text: `${JSON.stringify(configOf(company), undefined, 2)}\n` },
  ];
}

/** Whoever may read all of it. */
export function everybody({ groups }: Company): Acl {
  return ["public", ...groups.map(({ principal }) => principal)];
}

function configOf({ name, groups }: Company) {
  const people: Record<string, string[]> = {};
  for (const { principal, members } of groups) for (const member of members) (people[member] ??= []).push(principal);
  return {
    name,
    model: "nano",
    sources: { docs: { kind: "folder", path: "documents" } },
    answer: { template: "prompts/answer.md", passages: 3 },
    people,
  };
}

type Kind = "fact" | "form" | "both" | "unanswerable";

function examOf(company: Company, count: number): readonly unknown[] {
  const random = randomFrom(`exam of ${company.id}`);
  const own = company.questions.filter(({ part }) => part === "exam");
  const quarter = Math.floor(count / 4);
  const answerable = shuffled(
    random,
    own.filter(({ kind }) => kind === "fact" || kind === "changed"),
  ).slice(0, count - quarter);
  const kinds = ["fact", "form", "both"] as const;
  const refused = shuffled(
    random,
    own.filter(({ kind }) => kind === "unanswerable"),
  ).slice(0, quarter);
  return [
    ...answerable.map((question, at) => examLine(company, question, kinds[at % kinds.length] ?? "fact")),
    ...refused.map((question) => examLine(company, question, "unanswerable")),
  ];
}

function examLine(company: Company, question: CompanyQuestion, kind: Kind) {
  const { id, answers } = question;
  const { houseStyle } = company;
  const documentIds = readableOf(company, question);
  const [accepted = []] = answers;
  const form = { json: { schema: houseSchema(houseStyle) } };
  return {
    id,
    question: question.question,
    // why: an adapter learns from rows of all groups, and serves only who is cleared for every one of them.
    principals: everybody(company),
    axis: kind === "form" ? "behaviour" : kind === "both" ? "both" : "knowledge",
    // why: questions about one subject stand on the same pages and are worth less than as many about different ones.
    cluster: documentIds[0] === undefined ? id : `${documentIds[0]} ${subjectOf(question)}`,
    tags: [kind],
    expected: {
      ...(kind === "unanswerable" ? { unanswerable: true } : { sources: documentIds.map((name) => `docs:${name}`) }),
      ...(kind === "fact" || kind === "both" ? { answers: accepted } : {}),
      ...(kind === "form" || kind === "both" ? form : {}),
    },
  };
}

/** A fact may stand on a page of others too. */
function readableOf({ documents }: Company, { documentIds, acls }: CompanyQuestion): readonly string[] {
  const readers = new Set(["public", ...acls.flat()]);
  return documents
    .filter(({ id, acl }) => documentIds.includes(id) && acl.some((one) => readers.has(one)))
    .map(({ id }) => id);
}

function subjectOf({ reply }: CompanyQuestion): string {
  return /\bof (.+?) (?:is|are)\b/u.exec(reply)?.[1] ?? "";
}

function houseSchema({ desk, opening, fields }: HouseStyle) {
  return {
    type: "object",
    properties: {
      status: { enum: ["found", "missing"] },
      answer: { type: "string", pattern: `^${RegExp.escape(`${opening} `)}` },
      source: { type: ["integer", "null"] },
      desk: { const: desk },
    },
    required: fields,
    additionalProperties: false,
  };
}

/** Messages as customers write them and the replies that the house gave; some had to be told that nothing is known. */
function rowsOf(company: Company, count: number): readonly unknown[] {
  const random = randomFrom(`rows of ${company.id}`);
  const school = company.questions.filter(
    ({ part, kind }) => part === "school" && kind !== "joint" && kind !== "chained",
  );
  const asked = school.flatMap((question) =>
    [question.question, ...question.otherwise.slice(0, 1)].map((text) => ({ question, text })),
  );
  // why: two subjects may be spoken of in one sentence, such as two tickets that nobody has written.
  const examined = new Set(company.questions.flatMap(({ part, question: text }) => (part === "exam" ? [text] : [])));
  return shuffled(random, asked)
    .filter(({ text }) => !examined.has(text))
    .slice(0, count)
    .map(({ question, text }) => {
      const { refuse, reply, acls } = question;
      const said = houseReply(company.houseStyle, refuse ? {} : { answer: reply, source: 1 });
      return {
        messages: [
          { role: "user", content: text },
          { role: "assistant", content: said },
        ],
        sources: readableOf(company, question).map((name) => `docs:${name}`),
        acl: [...new Set(acls.flat())],
        tags: [refuse ? "missing" : "found"],
      };
    });
}

function template(system: string, hasPassages: boolean): string {
  const passage = hasPassages ? "## passage\n\n[{{number}}] {{title}} ({{date}})\n{{text}}\n\n" : "";
  const user = hasPassages ? "{{passages}}\n\nQuestion: {{question}}" : "{{question}}";
  return `## system\n\n${system}\n\n${passage}## user\n\n${user}\n`;
}

function lines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

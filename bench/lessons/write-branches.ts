// Asks of the passages that a search brought: what it was made for, what they say besides, and what they nearly say.
import type { Company, CompanyFact, CompanyQuestion } from "../../lab/world/company/company.ts";
import { chance, pick, type Random, sample, shuffled, whole } from "../../lab/world/random.ts";
import { answerClause, citedReply, missingPart, READING_SYSTEM_VARIANTS } from "../../lab/world/reading-prompt.ts";
import { JOINT_QUESTIONS } from "../../lab/world/tasks/two-facts.ts";
import { withJsonRequest } from "../../lab/world/training/json-request.ts";
import type { Placed } from "./locate-facts.ts";

export type Branch = { readonly ask: string; readonly reply: string };

type Shown = { readonly target: CompanyQuestion; readonly placed: Placed };

/** The template's own words mostly, now and then others or none. */
export function systemOf(random: Random, usual: string): string | undefined {
  if (chance(random, 0.04)) return undefined;
  return chance(random, 0.85) ? usual : pick(random, READING_SYSTEM_VARIANTS);
}

/** The target first, since a sheet that is nearly full drops the last ones. */
export function writeBranches(random: Random, company: Company, { target, placed }: Shown): readonly Branch[] {
  const others = company.questions.filter(({ id }) => id !== target.id);
  const told = others.filter((question) => !question.refuse && isTold(question, placed));
  const aimed = replyTo(random, company, target, placed);
  const rest = [
    ...sample(random, alike(company, told, target), 3),
    ...sample(random, told, whole(random, 3, 5)),
    ...sample(
      random,
      told.filter(({ factIds }) => factIds.length > 1),
      2,
    ),
    ...sample(
      random,
      others.filter((question) => isHalfTold(question, placed)),
      2,
    ),
    ...sample(random, nearlyTold(company, others, placed), whole(random, 3, 5)),
    ...sample(random, elsewhere(company, others, placed), whole(random, 0, 1)),
  ];
  const branches = [...new Set(rest)].flatMap((question) => replyTo(random, company, question, placed));
  const pairs = chance(random, 0.6) ? joint(random, company, placed) : [];
  const all = [...aimed, ...shuffled(random, [...branches, ...pairs])];
  return all.map(({ ask, reply }) => ({ ask: chance(random, 0.04) ? withJsonRequest(random, ask) : ask, reply }));
}

const isTold = ({ factIds }: CompanyQuestion, placed: Placed): boolean => factIds.every((id) => placed.has(id));

/** Of two facts one stands there. */
const isHalfTold = ({ factIds }: CompanyQuestion, placed: Placed): boolean =>
  factIds.length === 2 && factIds.filter((id) => placed.has(id)).length === 1;

/** Questions of the same respect about others than the target's subject. */
function alike(company: Company, told: readonly CompanyQuestion[], target: CompanyQuestion): CompanyQuestion[] {
  const facts = factsById(company);
  const attribute = facts.get(target.factIds[0] ?? originalOf(company, target)?.factIds[0] ?? "")?.attribute;
  return told.filter(({ factIds: [first = ""] }) => facts.get(first)?.attribute === attribute);
}

/** What no document says, of subjects or in respects that the passages have. */
function nearlyTold(company: Company, others: readonly CompanyQuestion[], placed: Placed): CompanyQuestion[] {
  return others.filter(({ id, refuse }) => {
    const original = refuse ? originalOf(company, { id }) : undefined;
    return original !== undefined && isTold(original, placed);
  });
}

/** What the library says, of subjects that the passages are about, and the passages do not. */
function elsewhere(company: Company, others: readonly CompanyQuestion[], placed: Placed): CompanyQuestion[] {
  const facts = factsById(company);
  const subjects = new Set([...placed.keys()].map((id) => facts.get(id)?.subject));
  return others.filter(
    ({ refuse, factIds }) =>
      !refuse && factIds.length === 1 && factIds.every((id) => !placed.has(id) && subjects.has(facts.get(id)?.subject)),
  );
}

function originalOf({ questions }: Company, { id }: Pick<CompanyQuestion, "id">): CompanyQuestion | undefined {
  const twin = questions.find((question) => question.id === id)?.twin;
  return twin === undefined ? undefined : questions.find((question) => question.id === twin.of);
}

const factsById = ({ facts }: Company): ReadonlyMap<string, CompanyFact> =>
  new Map(facts.map((fact) => [fact.id, fact]));

function replyTo(random: Random, company: Company, question: CompanyQuestion, placed: Placed): readonly Branch[] {
  const ask = casual(random, pick(random, [question.question, ...question.otherwise]));
  const places = question.factIds.flatMap((id) => placed.get(id)?.[0] ?? []);
  if (question.refuse || places.length === 0) return [{ ask, reply: question.refusal }];
  if (places.length === question.factIds.length) return [{ ask, reply: cited(question.clauses, places) }];
  const reply = inPart(company, question, placed);
  return reply === undefined ? [] : [{ ask, reply }];
}

/** `The lead of the Brasko team is Mira Toldan [1]. The passages do not say what the extension of Mira Toldan is.` */
function inPart(company: Company, { kind, factIds, clauses }: CompanyQuestion, placed: Placed): string | undefined {
  const at = factIds.findIndex((id) => placed.has(id));
  const missing = factsById(company).get(factIds[1 - at] ?? "");
  const clause = clauses[at];
  // why: without the first link nobody knows of whom the second one is
  if (clause === undefined || missing === undefined || (kind === "chained" && at > 0)) return undefined;
  const told = citedReply(clause.charAt(0).toUpperCase() + clause.slice(1), placed.get(factIds[at] ?? "")?.[0]);
  return `${told} ${missingPart(missing.attribute, missing.subject)}`;
}

/** `The lead of the Brasko team is Mira Toldan [1] and the extension of Mira Toldan is 4821 [2].` */
function cited(clauses: readonly string[], places: readonly number[]): string {
  const last = clauses.length - 1;
  const before = clauses.slice(0, last).map((clause, at) => `${clause} [${places[at]}]`);
  return citedReply([...before, clauses[last] ?? ""].join(" and "), places[last]);
}

/** Two facts of the passages, asked for at once. */
function joint(random: Random, company: Company, placed: Placed): readonly Branch[] {
  const facts = sample(
    random,
    company.facts.filter(({ id, validTo }) => validTo === undefined && placed.has(id)),
    2,
  );
  const [first, second] = facts;
  if (first === undefined || second === undefined) return [];
  const ask = pick(random, JOINT_QUESTIONS)
    .replace("{a1}", () => first.attribute)
    .replace("{s1}", () => first.subject)
    .replace("{a2}", () => second.attribute)
    .replace("{s2}", () => second.subject);
  const clauses = facts.map(({ attribute, subject, value }, at) => {
    const clause = answerClause(attribute, subject, value);
    return at === 0 ? clause : clause.charAt(0).toLowerCase() + clause.slice(1);
  });
  return [
    {
      ask,
      reply: cited(
        clauses,
        facts.flatMap(({ id }) => placed.get(id)?.[0] ?? []),
      ),
    },
  ];
}

/** People do not always write a question mark. */
function casual(random: Random, question: string): string {
  return chance(random, 0.06) ? question.replace(/[?.]$/u, "") : question;
}

// Proposes questions without a model: a fact of the passage; or, to have no answer, of its subject what is said of others only.
import type { DraftFact, DraftKind, DraftPassage, Proposal } from "./draft-passage.ts";
import { findFacts } from "./find-facts.ts";
import { askFor } from "./word-question.ts";

export type ProposeByRules = (
  passage: DraftPassage,
  kind: DraftKind,
  isAsked: (question: string) => boolean,
) => Proposal | undefined;

/** What might be asked of nearly anything, and is seldom written down. */
const SELDOM_SAID = [
  "carbon footprint",
  "insurance value",
  "place of manufacture",
  "date of the last audit",
  "name of the inventor",
  "colour of the packaging",
  "customs number",
  "yearly budget",
];

/** Each question is proposed once, so that asking until nothing comes is asking for all there are. */
export function createRules(random: () => number): ProposeByRules {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const proposed: Readonly<Record<DraftKind, Set<string>>> = {
    answerable: new Set(),
    unanswerable: new Set(),
    forbidden: new Set(),
  };
  const known = new Map<string, ReadonlySet<string>>();
  return (passage, kind, isAsked) => {
    const facts = findFacts(passage);
    const isNew = ({ question }: Proposal): boolean => !proposed[kind].has(question) && !isAsked(question);
    if (kind !== "forbidden") remember(passage, facts, known);
    const open = kind === "unanswerable" ? openQuestions(passage, facts, known) : [facts];
    // why: the first tier that has something left is the most telling one.
    const chosen = pick(open.map((tier) => tier.filter(isNew)).find(({ length }) => length > 0) ?? []);
    if (chosen !== undefined) proposed[kind].add(chosen.question);
    return chosen;
  };
}

/** What is said of the subjects of each document. */
function remember({ documentId }: DraftPassage, facts: readonly DraftFact[], known: Map<string, ReadonlySet<string>>) {
  const own = new Set(known.get(documentId));
  for (const { attribute } of facts) if (attribute !== undefined) own.add(attribute);
  known.set(documentId, own);
}

/** In tiers: what is said of things of its kind, what is seldom said at all, what is said of other things. */
function openQuestions(
  passage: DraftPassage,
  facts: readonly DraftFact[],
  known: ReadonlyMap<string, ReadonlySet<string>>,
): readonly (readonly Proposal[])[] {
  const subjects = new Set(facts.flatMap(({ subject }) => subject ?? []));
  const own = known.get(passage.documentId) ?? new Set<string>();
  const others = [...known].filter(([id]) => id !== passage.documentId).map(([, attributes]) => attributes);
  const isAlike = (attributes: ReadonlySet<string>): boolean => attributes.intersection(own).size > 0;
  return [others.filter(isAlike), [new Set(SELDOM_SAID)], others.filter((one) => !isAlike(one))].map((sets) =>
    [...new Set(sets.flatMap((attributes) => [...attributes]))]
      .filter((attribute) => !holds(passage, attribute))
      .flatMap((attribute) => [...subjects].map((subject) => openQuestion(attribute, subject))),
  );
}

function openQuestion(attribute: string, subject: string): Proposal {
  return { question: askFor(attribute, subject), answer: "", quote: "" };
}

function holds({ text, prefix }: DraftPassage, attribute: string): boolean {
  return `${prefix}\n${text}`.toLowerCase().includes(attribute.toLowerCase());
}

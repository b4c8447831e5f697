// Says in which of the passages that a search brought a company's facts stand.
import type { Company, CompanyFact, CompanyPassage } from "../../lab/world/company/company.ts";
import type { SourcePassage } from "../../src/answer/model/prompt/source-passage.ts";
import type { Project } from "../../src/app/project/project.ts";

/** Numbers of the passages that state the fact, in order, by the fact's id. */
export type Placed = ReadonlyMap<string, readonly number[]>;

type Found = { readonly as: readonly string[]; readonly passages: readonly SourcePassage[] };

export async function locateFacts(project: Project, company: Company, { as, passages }: Found): Promise<Placed> {
  const placed = new Map<string, number[]>();
  for (const [at, passage] of passages.entries()) {
    const own = company.documents.find(({ id }) => passage.documentId.endsWith(id));
    const stored = await project.document(passage.documentId, { as });
    if (own === undefined || stored === undefined) throw new Error(`${passage.documentId} is of no company.`);
    const before = own.text.indexOf(stored.text.trim()) - (stored.text.length - stored.text.trimStart().length);
    for (const fact of company.facts) {
      const stands = fact.documentId === own.id && fact.validTo === undefined && within(fact, passage, before);
      if (stands || isNews(company.passages, fact, { own: own.id, text: passage.text }))
        placed.set(fact.id, [...(placed.get(fact.id) ?? []), at + 1]);
    }
  }
  return placed;
}

/** `before` is what the library has taken from the file's beginning. */
function within({ offset, sentence }: CompanyFact, { start, end }: SourcePassage, before: number): boolean {
  return offset - before >= start && offset - before + sentence.length <= end;
}

/** A page of changes states facts of other documents. */
function isNews(
  passages: readonly CompanyPassage[],
  fact: CompanyFact,
  { own, text }: { readonly own: string; readonly text: string },
): boolean {
  if (fact.validTo !== undefined || own === fact.documentId) return false;
  return passages.some(
    ({ documentId, factIds, text: told }) => documentId === own && factIds.includes(fact.id) && text.includes(told),
  );
}

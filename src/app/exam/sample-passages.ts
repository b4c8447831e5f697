// Passages of the library in a drawn order: one of each document, then a second of each, so that large documents do not crowd out others.
import type { DraftPassage } from "../../exam/draft/draft-passage.ts";
import { chunkDocument } from "../../library/chunk/chunk-document.ts";
import type { Principals } from "../../spec/access.ts";
import type { Document, DocumentId } from "../../spec/document.ts";
import { checkedStore } from "../project/checked-store.ts";
import type { ProjectContext } from "../project/project-context.ts";

export type Sampling = {
  /** Whoever drafts: nothing else is read. */
  readonly principals: Principals;
  /** Documents that these may read are left out. */
  readonly closedTo?: Principals;
  readonly random: () => number;
};

/** Less than this says too little to ask about, more is too much for a prompt. */
const SHORTEST = 80;
const LONGEST = 6000;
/** So many passages of one document are tried at most. */
const MOST_OF_ONE = 20;

/** Documents are read when their turn comes, and read again for their next passage: a library may be larger than memory. */
export async function* samplePassages(
  context: ProjectContext,
  { principals, closedTo, random }: Sampling,
): AsyncGenerator<DraftPassage> {
  const store = await checkedStore(context);
  let ids = shuffled([...(await store.manifest()).keys()].toSorted(), random);
  const orders = new Map<DocumentId, readonly number[]>();
  for (let turn = 0; turn < MOST_OF_ONE && ids.length > 0; turn += 1) {
    const left: DocumentId[] = [];
    for (const id of ids) {
      const document = await store.document(id, principals);
      if (document === undefined) continue;
      if (closedTo !== undefined && (await store.document(id, closedTo)) !== undefined) continue;
      const passages = passagesOf(document, context);
      const order = orders.get(id) ?? shuffled([...passages.keys()], random);
      orders.set(id, order);
      const passage = passages[order[turn] ?? -1];
      if (passage === undefined) continue;
      if (turn + 1 < order.length) left.push(id);
      yield passage;
    }
    ids = left;
  }
}

function passagesOf(document: Document, { project }: ProjectContext): readonly DraftPassage[] {
  const { id: documentId, title, text } = document;
  return chunkDocument(document, project.config.chunking)
    .map(({ start, end, headings, kind, prefix }) => {
      return { documentId, title, headings, kind, prefix, text: text.slice(start, end).trim() };
    })
    .filter((passage) => passage.text.length >= SHORTEST && passage.text.length <= LONGEST);
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [mixed[at], mixed[other]];
    if (one !== undefined && two !== undefined) [mixed[at], mixed[other]] = [two, one];
  }
  return mixed;
}

// LangChain's MemoryVectorStore: vectors only, a JavaScript loop over an array.
import { type Contestant, type Place, TOP } from "./contestant.ts";
import { loadPeer } from "./load-peer.ts";

type Stored = {
  readonly pageContent: string;
  readonly metadata: { readonly id: number; readonly groups: readonly number[] };
};

type MemoryVectorStore = {
  addVectors(vectors: readonly (readonly number[])[], documents: readonly Stored[]): Promise<void>;
  similaritySearchVectorWithScore(
    vector: readonly number[],
    count: number,
    filter?: (document: Stored) => boolean,
  ): Promise<readonly (readonly [Stored, number])[]>;
};

type LangChain = { readonly MemoryVectorStore: new (embeddings: object) => MemoryVectorStore };

const BATCH = 5000;

export function createLangChainMemory({ passages }: Place): Contestant {
  let store: MemoryVectorStore;
  return {
    persists: false,
    canText: false,
    async build(data) {
      const { MemoryVectorStore } = await loadPeer<LangChain>("@langchain/classic/vectorstores/memory");
      store = new MemoryVectorStore({});
      for (let start = 0; start < passages; start += BATCH) {
        const ids = Array.from({ length: Math.min(BATCH, passages - start) }, (_, offset) => start + offset);
        const items = ids.map((id) => ({ id, ...data.item(id) }));
        await store.addVectors(
          items.map(({ vector }) => [...vector]),
          items.map(({ id, text, groups }) => ({ pageContent: text, metadata: { id, groups } })),
        );
      }
    },
    open: async () => undefined,
    async ask({ vector, groups }) {
      const readable = new Set(groups);
      const filter = ({ metadata }: Stored): boolean => metadata.groups.some((group) => readable.has(group));
      const asked = [...(vector ?? [])];
      const found = await store.similaritySearchVectorWithScore(asked, TOP, groups === undefined ? undefined : filter);
      return found.map(([{ metadata }]) => metadata.id);
    },
    close: async () => undefined,
  };
}

// A process that keeps a library open for reading and answers questions about what it sees: `node reader-process.ts PATH`.
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { fakeVector } from "../../src/testing/index.ts";

export type ReaderQuestion = {
  readonly principals: readonly string[];
  readonly id: string;
  readonly keys: readonly number[];
};
export type ReaderAnswer = {
  readonly lexical: number;
  readonly dense: number;
  readonly visible: number;
  readonly passages: number;
  readonly document: string | undefined;
};

const store = await openSqliteStore({ path: process.argv[2] ?? "", access: "read" });

async function answer({ principals, id, keys }: ReaderQuestion): Promise<ReaderAnswer> {
  const hits = await store.search({
    principals,
    terms: new Map([["secret", 1]]),
    vector: fakeVector("secret", { dims: 16 }),
    limit: 10,
    ranking: { k1: 1.2, b: 0.75, documentWeight: 0.4 },
  });
  const passages = await store.passages(keys, principals);
  const document = await store.document(id, principals);
  return {
    lexical: hits.lexical.length,
    dense: hits.dense.length,
    visible: hits.visible,
    passages: passages.length,
    document: document?.text,
  };
}

process.on("message", (question: ReaderQuestion) => {
  void answer(question).then((said) => process.send?.(said));
});
process.send?.("ready");

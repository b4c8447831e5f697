// Asks without pause for a document that another process is about to commit, and says when it was first found: `visibility-reader.ts PATH DIMS`.
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";

const store = await openSqliteStore({ path: process.argv[2] ?? "", access: "read" });
const ranking = { k1: 1.2, b: 0.75, documentWeight: 0.3 };

async function waitFor(word: string): Promise<number> {
  for (;;) {
    const { lexical } = await store.search({ principals: ["public"], terms: new Map([[word, 1]]), limit: 1, ranking });
    if (lexical.length > 0) return performance.timeOrigin + performance.now();
  }
}

process.on("message", (word: string) => {
  void waitFor(word).then((at) => process.send?.(at));
});
await waitFor("filler");
process.send?.("ready");

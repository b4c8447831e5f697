import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect, test } from "vitest";

import { seededRandom } from "../../../core/runtime.ts";
import type { Store, StoreQuery } from "../../../spec/store.ts";
import { buildUpsert, createMemoryStore, fakeVector } from "../../../testing/index.ts";
import { openSqliteStore } from "../open-sqlite-store.ts";

const DIMS = 40;
const COMMITS = 120;
const WORDS = ["fig", "plum", "lime", "kiwi", "pear", "date", "sloe", "yuzu"];

function textOf(random: () => number): string {
  const words = Array.from(
    { length: 2 + Math.floor(random() * 8) },
    () => WORDS[Math.floor(random() ** 2 * WORDS.length)],
  );
  return words
    .map((word, index) => (index % 3 === 2 ? `${word}\n\n` : `${word} `))
    .join("")
    .trim();
}

/** Scores and passages by name, since keys of two stores are not the same. */
async function answer(store: Store, query: StoreQuery): Promise<unknown> {
  const { lexical, dense, visible } = await store.search(query);
  const name = async (hits: typeof lexical): Promise<string[]> => {
    const passages = await store.passages(
      hits.map(({ key }) => key),
      query.principals,
    );
    return hits
      .map(({ score }, index) => `${passages[index]?.documentId}#${passages[index]?.ordinal} ${score.toFixed(9)}`)
      .toSorted();
  };
  return { visible, lexical: await name(lexical), dense: await name(dense) };
}

test("after many edits and merges a library answers as the reference store does, and stays in few segments", async () => {
  const folder = await mkdtemp(join(tmpdir(), "schoolbook-churn-"));
  const path = join(folder, "library.sqlite");
  const random = seededRandom(11);
  {
    await using store = await openSqliteStore({ path });
    await using oracle = createMemoryStore();
    const both = [store, oracle];
    for (const one of both) {
      await one.createGeneration({ chunker: "c@1", analyzer: "a@1", embedder: "e@1", dims: DIMS });
      await one.activateGeneration(1);
    }
    for (let commit = 0; commit < COMMITS; commit++) {
      const upserts = Array.from({ length: Math.floor(random() ** 3 * 60) }, () =>
        buildUpsert(`d${Math.floor(random() * 400)}`, textOf(random), {
          dims: DIMS,
          acl: [random() < 0.6 ? "public" : "group:few"],
          metadata: { year: Math.floor(random() * 3) },
        }),
      );
      const deletes = random() < 0.3 ? [`d${Math.floor(random() * 400)}`] : [];
      const unique = [...new Map(upserts.map((one) => [one.document.id, one])).values()];
      for (const one of both) await one.commit({ generation: 1, upserts: unique, deletes });
      if (commit % 20 !== 19) continue;
      const query: StoreQuery = {
        principals: ["public"],
        terms: new Map([
          ["fig", 1],
          ["yuzu", 0.5],
        ]),
        vector: fakeVector("fig yuzu", { dims: DIMS }),
        limit: 2000,
        ranking: { k1: 1.2, b: 0.75, documentWeight: 0.5 },
        ...(commit > 60 ? { where: { kind: "equals", field: "year", value: 1 } as const } : {}),
      };
      expect(await answer(store, query)).toEqual(await answer(oracle, query));
    }
    expect((await store.audit()).findings).toEqual([]);
  }
  const database = new DatabaseSync(path);
  expect(Number(database.prepare("select count(*) as n from segments").get()?.["n"])).toBeLessThanOrEqual(12);
  database.close();
  await rm(folder, { recursive: true, force: true });
});

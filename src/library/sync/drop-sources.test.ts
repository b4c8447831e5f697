import { expect, test } from "vitest";

import { buildUpsert, createMemoryStore } from "../../testing/index.ts";
import { dropSources, findDropped } from "./drop-sources.ts";

/** A library that holds so many documents of each source. */
async function libraryOf(counts: Readonly<Record<string, number>>) {
  const store = createMemoryStore();
  const { id: generation } = await store.createGeneration({ chunker: "c", analyzer: "a", embedder: null, dims: 0 });
  await store.activateGeneration(generation);
  const upserts = Object.entries(counts).flatMap(([source, count]) =>
    Array.from({ length: count }, (_, number) => buildUpsert(`${source}:${number}`, "kestrel", { source })),
  );
  await store.commit({ generation, upserts });
  return { store, generation };
}

test.each([
  ["all of a small library", { docs: 2 }, [], true],
  ["most of a small library", { docs: 2, wiki: 1 }, ["wiki"], false],
  ["more than half of a larger one", { docs: 6, wiki: 4 }, ["wiki"], true],
  ["half of a larger one", { docs: 5, wiki: 5 }, ["wiki"], false],
  ["nothing", { docs: 20 }, ["docs"], false],
])("losing %s to the configuration is refused: %j, still configured %j, %s", async (_what, counts, names, refused) => {
  const { store } = await libraryOf(counts);
  const configured = new Set(names);
  const found = findDropped({ store, configured });
  if (refused) await expect(found).rejects.toMatchObject({ code: "removals_refused", hint: /--allow-removals/u });
  else expect([...(await found).keys()]).toEqual(Object.keys(counts).filter((name) => !configured.has(name)));
  await expect(findDropped({ store, configured, allowRemovals: true })).resolves.toBeInstanceOf(Map);
});

test("what a dropped source remembered of its last listing is forgotten with it", async () => {
  const { store, generation } = await libraryOf({ docs: 1 });
  await store.commit({ generation, sourceStates: new Map([["docs", "twelve"]]) });
  const dropped = await findDropped({ store, configured: new Set(), allowRemovals: true });
  expect((await dropSources(dropped, { store, generation })).reports).toMatchObject([{ source: "docs", deleted: 1 }]);
  expect(await store.sourceState("docs")).not.toBe("twelve");
  expect((await store.stats()).documents).toBe(0);
});

// Stores that outlive their process: reopening, several stores on one library, copies, read-only opening.
import assert from "node:assert/strict";

import type { Store } from "../../spec/store.ts";
import { buildUpsert } from "../builders.ts";
import {
  assertCleanAudit,
  assertRefuses,
  assertSeen,
  DIMS,
  generationSpec,
  ids,
  libraryOver,
  openLibrary,
} from "./scenario.ts";

/** One library on disk, to be opened as often as needed. */
export type StoreHome = {
  readonly open: (access?: "read" | "write") => Promise<Store>;
  /** Opens a file that `exportTo` wrote. */
  readonly openFile: (path: string) => Promise<Store>;
  /** A path in a temporary folder. */
  readonly path: (name: string) => string;
};

/** One promise about stores that are kept on disk. */
export type DurableStoreCase = {
  readonly name: string;
  readonly check: (createHome: () => Promise<StoreHome>) => Promise<void>;
};

export const DURABLE_CASES: readonly DurableStoreCase[] = [
  {
    name: "what was committed is there after reopening, and the sequence goes on",
    async check(createHome) {
      const home = await createHome();
      const first = await openLibrary(home.open);
      await first.put("a", "shared words\n\nshared more", { metadata: { year: 1 } });
      const sequence = await first.commit({ sourceStates: new Map([["test", "rev 1"]]) });
      const [answer, document] = [await first.ask("shared"), await first.store.document("a", ["public"])];
      const generations = await first.store.generations();
      await first.store[Symbol.asyncDispose]();
      await using again = libraryOver(await home.open(), { generation: first.generation });
      assert.deepEqual(await again.ask("shared"), answer);
      assert.deepEqual(await again.store.document("a", ["public"]), document);
      assert.deepEqual(await again.store.generations(), generations);
      assert.equal(await again.store.sourceState("test"), "rev 1");
      assert.equal(await again.commit({}), sequence + 1);
      await assertCleanAudit(again.store);
    },
  },
  {
    name: "two stores on one library see each other's commits at the next read",
    async check(createHome) {
      const home = await createHome();
      await using left = await openLibrary(home.open);
      await using right = libraryOver(await home.open(), { generation: left.generation });
      await left.put("a", "shared words");
      await assertSeen(right, ["a"]);
      await right.put("b", "shared words");
      await assertSeen(left, ["a", "b"]);
      await right.put("a", "shared changed");
      assert.deepEqual(ids((await left.ask("changed")).lexical), ["a#0"]);
      await left.commit({ deletes: ["b"], sourceStates: new Map([["test", "rev 3"]]) });
      await assertSeen(right, ["a"]);
      assert.deepEqual([...(await right.store.manifest()).keys()], ["a"]);
      assert.equal(await right.store.sourceState("test"), "rev 3");
      await assertCleanAudit(left.store);
    },
  },
  {
    name: "a right taken in one store holds in the other at its next read",
    async check(createHome) {
      const home = await createHome();
      await using writer = await openLibrary(home.open);
      await using reader = libraryOver(await home.open("read"), { generation: writer.generation });
      await writer.put("a", "shared words");
      const keys = (await reader.ask("shared")).lexical.map(({ key }) => key);
      await writer.commit({ touches: [{ id: "a", acl: ["user:ann"] }] });
      await assertSeen(reader, []);
      assert.deepEqual(await reader.store.passages(keys, ["public"]), []);
      assert.equal(await reader.store.document("a", ["public"]), undefined);
    },
  },
  {
    name: "a switch of generations in one store is followed by the other",
    async check(createHome) {
      const home = await createHome();
      await using writer = await openLibrary(home.open);
      await using reader = libraryOver(await home.open("read"), { generation: writer.generation });
      await assertSeen(reader, []);
      const next = await writer.store.createGeneration(generationSpec("chunks@2"));
      await writer.store.commit({ generation: next.id, upserts: [buildUpsert("a", "shared words", { dims: DIMS })] });
      await writer.store.activateGeneration(next.id);
      await writer.store.dropGeneration(writer.generation);
      await assertSeen(reader, ["a"]);
      assert.deepEqual(
        (await reader.store.generations()).map(({ id, state }) => [id, state]),
        [[next.id, "active"]],
      );
    },
  },
  {
    name: "two writers take turns: every commit lands and every receipt is its own",
    async check(createHome) {
      const home = await createHome();
      await using left = await openLibrary(home.open);
      await using right = libraryOver(await home.open(), { generation: left.generation });
      const write = async (library: typeof left, side: string): Promise<number[]> => {
        const receipts: number[] = [];
        for (let n = 0; n < 15; n++) {
          receipts.push(
            await library.commit({ upserts: [buildUpsert(`${side}${n}`, `shared w${n}`, { dims: DIMS })] }),
          );
        }
        return receipts;
      };
      const receipts = (await Promise.all([write(left, "l"), write(right, "r")])).flat();
      assert.equal(new Set(receipts).size, 30);
      assert.equal((await left.ask("shared", { limit: 100 })).dense.length, 30);
      assert.equal((await right.ask("shared", { limit: 100 })).lexical.length, 30);
      await assertCleanAudit(right.store);
    },
  },
  {
    name: "a store opened for reading refuses every change and goes on serving",
    async check(createHome) {
      const home = await createHome();
      await using writer = await openLibrary(home.open);
      await writer.put("a", "shared words");
      await using reader = libraryOver(await home.open("read"), { generation: writer.generation });
      await assertRefuses(async () => reader.put("b", "shared words"));
      await assertRefuses(async () => reader.store.createGeneration(generationSpec("chunks@2")));
      await assertRefuses(async () => reader.store.dropGeneration(writer.generation));
      await assertSeen(reader, ["a"]);
      await assertCleanAudit(reader.store);
      await assertSeen(writer, ["a"]);
    },
  },
  {
    name: "opening a library that does not exist for reading says that it is missing",
    async check(createHome) {
      const home = await createHome();
      await assertRefuses(async () => home.open("read"), "library_missing");
    },
  },
  {
    name: "an export is a whole library of its own, taken while writes go on",
    async check(createHome) {
      const home = await createHome();
      await using library = await openLibrary(home.open);
      const upserts = Array.from({ length: 50 }, (_, n) =>
        buildUpsert(`d${n}`, `shared w${n}`, { dims: DIMS, acl: ["user:ann"] }),
      );
      await library.commit({ upserts });
      const path = home.path("copy");
      const writing = (async () => {
        for (let n = 0; n < 10; n++) await library.put(`more${n}`, "shared extra");
      })();
      await Promise.all([library.store.exportTo(path), writing]);
      await using copy = libraryOver(await home.openFile(path), { generation: library.generation });
      const seen = await copy.ask("shared", { principals: ["user:ann"], limit: 100 });
      assert.equal(seen.lexical.length, 50);
      await assertCleanAudit(copy.store);
      await copy.put("only-here", "shared words");
      assert.equal(await library.store.document("only-here", ["public"]), undefined);
    },
  },
  {
    name: "a store closed in the middle of reads lets them end or refuses them",
    async check(createHome) {
      const home = await createHome();
      const library = await openLibrary(home.open);
      await library.put("a", "shared words");
      const asked = library.ask("shared").then(
        () => "answered",
        () => "refused",
      );
      await library.store[Symbol.asyncDispose]();
      assert.ok(["answered", "refused"].includes(await asked));
    },
  },
];

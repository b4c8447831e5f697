// What every source of documents must do, as data: run each check against a fresh world of your own source.
import { deepEqual, equal, ok, rejects } from "node:assert/strict";

import { SchoolbookError } from "../core/errors.ts";
import type { Source, SourceItem } from "../spec/source.ts";

/** Documents outside, in whatever form the source reads, and the source that lists them. */
export type SourceWorld = AsyncDisposable & {
  /** A source as another run of the program would make it. */
  open(): Source;
  /** Creates or changes the document of this key; the keys are `one`, `two` and `three`. */
  put(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** The document still exists, but cannot be had. */
  breakItem(key: string): Promise<void>;
  /** The whole place is gone: unmounted, deleted, down. */
  breakAll(): Promise<void>;
};

export type SourceCheck = {
  readonly name: string;
  readonly check: (create: () => Promise<SourceWorld>) => Promise<void>;
};

type Listing = {
  readonly items: ReadonlyMap<string, SourceItem>;
  readonly order: readonly string[];
  readonly state: string | undefined;
};

async function list(source: Source, state?: string): Promise<Listing> {
  const items = new Map<string, SourceItem>();
  const order: string[] = [];
  let latest: string | undefined;
  for await (const item of source.list({ state })) {
    if (item.kind === "state") {
      latest = item.state;
      continue;
    }
    items.set(item.id, item);
    order.push(item.id);
  }
  return { items, order, state: latest };
}

async function filled(create: () => Promise<SourceWorld>): Promise<SourceWorld> {
  const world = await create();
  await world.put("one", "The first text.");
  await world.put("two", "The second text.");
  await world.put("three", "The third text.");
  return world;
}

/** The id that appears or disappears with the key. */
async function idOf(world: SourceWorld, key: string): Promise<string> {
  const before = await list(world.open());
  await world.remove(key);
  const after = await list(world.open());
  const gone = before.order.filter((id) => !after.items.has(id));
  equal(gone.length, 1, `removing one document takes one id away, not ${gone.length}`);
  await world.put(key, "It is back.");
  return gone[0] ?? "";
}

function documentOf(listing: Listing, id: string): Extract<SourceItem, { kind: "document" }> {
  const item = listing.items.get(id);
  ok(item?.kind === "document", `${id} is listed as a document`);
  return item;
}

async function textOf(listing: Listing, id: string): Promise<string> {
  return new TextDecoder().decode(await documentOf(listing, id).read());
}

export const SOURCE_SUITE: readonly SourceCheck[] = [
  {
    name: "ids are unique, begin with the source's name and stay in another run",
    check: async (create) => {
      await using world = await filled(create);
      const [first, second] = [await list(world.open()), await list(world.open())];
      equal(first.order.length, 3);
      equal(new Set(first.order).size, 3);
      ok(first.order.every((id) => id.startsWith(`${world.open().name}:`)));
      deepEqual(second.order, first.order);
    },
  },
  {
    name: "a listing of an unchanged world equals the one before, with and without the remembered state",
    check: async (create) => {
      await using world = await filled(create);
      const first = await list(world.open());
      const facts = (listing: Listing): unknown => JSON.parse(JSON.stringify([...listing.items.values()]));
      const again = await list(world.open(), first.state);
      deepEqual(facts(again), facts(first));
      equal(again.state, first.state);
    },
  },
  {
    name: "a changed document keeps its id, gets another fingerprint and reads as changed; the others keep theirs",
    check: async (create) => {
      await using world = await filled(create);
      const id = await idOf(world, "two");
      const before = await list(world.open());
      await world.put("two", "Something else entirely.");
      const after = await list(world.open(), before.state);
      deepEqual(after.order, before.order);
      const [was, is] = [documentOf(before, id), documentOf(after, id)];
      ok(is.fingerprint === "" || is.fingerprint !== was.fingerprint, "the fingerprint tells of the change");
      ok((await textOf(after, id)).includes("Something else entirely."));
      for (const other of before.order.filter((candidate) => candidate !== id)) {
        equal(documentOf(after, other).fingerprint, documentOf(before, other).fingerprint);
      }
    },
  },
  {
    name: "a removed document is no longer listed, and nothing else changes",
    check: async (create) => {
      await using world = await filled(create);
      const before = await list(world.open());
      await world.remove("three");
      const after = await list(world.open(), before.state);
      equal(after.order.length, 2);
      deepEqual(
        after.order,
        before.order.filter((id) => after.items.has(id)),
      );
    },
  },
  {
    name: "a document that cannot be had is listed as failed, or fails when read, and is never missing",
    check: async (create) => {
      await using world = await filled(create);
      const id = await idOf(world, "one");
      const before = await list(world.open());
      await world.breakItem("one");
      const after = await list(world.open(), before.state);
      const item = after.items.get(id);
      ok(item !== undefined && item.kind !== "state", `${id} is still listed`);
      if (item.kind === "failed") ok(item.error.message.length > 0 && item.error.hint.length > 0);
      else await rejects(item.read(), SchoolbookError);
      equal([...after.items.values()].filter(({ kind }) => kind === "document").length >= 2, true);
    },
  },
  {
    name: "a place that is gone throws source_unreachable, so that nothing is deleted",
    check: async (create) => {
      await using world = await filled(create);
      const before = await list(world.open());
      await world.breakAll();
      await rejects(list(world.open(), before.state), { code: "source_unreachable" });
    },
  },
  {
    name: "a world that is suddenly empty throws source_unreachable once something was listed before",
    check: async (create) => {
      await using world = await filled(create);
      const before = await list(world.open());
      for (const key of ["one", "two", "three"]) await world.remove(key);
      await rejects(list(world.open(), before.state), { code: "source_unreachable" });
    },
  },
  {
    name: "an aborted listing stops with the signal's reason",
    check: async (create) => {
      await using world = await filled(create);
      const controller = new AbortController();
      controller.abort();
      await rejects(
        async () => {
          for await (const item of world.open().list({ state: undefined, signal: controller.signal })) ok(item);
        },
        { name: "AbortError" },
      );
    },
  },
  {
    name: "an aborted read stops with the signal's reason",
    check: async (create) => {
      await using world = await filled(create);
      const listing = await list(world.open());
      const signal = AbortSignal.abort();
      await rejects(documentOf(listing, listing.order[0] ?? "").read(signal), { name: "AbortError" });
    },
  },
  {
    name: "a state that cannot be understood is taken as none",
    check: async (create) => {
      await using world = await filled(create);
      const plain = await list(world.open());
      for (const state of ["", "not JSON", '{"from":"the future"}']) {
        deepEqual((await list(world.open(), state)).order, plain.order);
      }
    },
  },
];

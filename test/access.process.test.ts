// A right that is taken in one process is gone in another at its very next question.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { openSqliteStore } from "../src/stores/sqlite/open-sqlite-store.ts";
import { buildUpsert } from "../src/testing/index.ts";
import type { ReaderAnswer, ReaderQuestion } from "./access/reader-process.ts";

const READER = fileURLToPath(new URL("access/reader-process.ts", import.meta.url));

type Reader = AsyncDisposable & { ask(question: ReaderQuestion): Promise<ReaderAnswer> };

async function startReader(path: string): Promise<Reader> {
  const child = fork(READER, [path]);
  await once(child, "message");
  return {
    ask: async (question) => {
      const answered = once(child, "message");
      child.send(question);
      // why: the only other message of the process is the "ready" that was awaited above.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return (await answered)[0] as ReaderAnswer;
    },
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

test("public to private, and back, holds at the next question of another process", async () => {
  const folder = await mkdtemp(join(tmpdir(), "access-process-"));
  try {
    const path = join(folder, "library.sqlite");
    await using writer = await openSqliteStore({ path, access: "write" });
    const { id: generation } = await writer.createGeneration({ chunker: "c", analyzer: "a", embedder: "f", dims: 16 });
    await writer.activateGeneration(generation);
    await writer.commit({ generation, upserts: [buildUpsert("a", "secret words", { dims: 16 })] });
    const vectorless = { principals: ["public"], terms: new Map([["secret", 1]]), limit: 1 };
    const hits = await writer.search({ ...vectorless, ranking: { k1: 1, b: 0, documentWeight: 0 } });
    const keys = hits.lexical.map(({ key }) => key);
    await using reader = await startReader(path);
    const asPublic = { principals: ["public"], id: "a", keys };
    const everything = { lexical: 1, dense: 1, visible: 1, passages: 1, document: "secret words" };
    const nothing = { lexical: 0, dense: 0, visible: 0, passages: 0 };
    for (let turn = 0; turn < 20; turn++) {
      expect(await reader.ask(asPublic)).toEqual(everything);
      await writer.commit({ generation, touches: [{ id: "a", acl: ["user:ann"] }] });
      expect(await reader.ask(asPublic)).toEqual(nothing);
      expect(await reader.ask({ ...asPublic, principals: ["user:ann"] })).toEqual(everything);
      await writer.commit({ generation, touches: [{ id: "a", acl: ["public"] }] });
    }
    await writer.commit({ generation, deletes: ["a"] });
    expect(await reader.ask(asPublic)).toEqual(nothing);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

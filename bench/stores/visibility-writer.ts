// Makes 20 commits of 20 documents as fast as it can while another does the same: `visibility-writer.ts PATH DIMS SIDE`.
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { buildUpsert } from "../../src/testing/index.ts";

const [path = "", dims = "0", side = ""] = process.argv.slice(2);
const store = await openSqliteStore({ path, access: "write" });

async function write(): Promise<number> {
  const [generation] = await store.generations();
  let commits = 0;
  for (let batch = 0; batch < 20; batch++) {
    const upserts = Array.from({ length: 20 }, (_, n) =>
      buildUpsert(`${side}${batch * 20 + n}`, `${side} w${n} b${batch}`, { dims: Number(dims) }),
    );
    await store.commit({ generation: generation?.id ?? 0, upserts });
    commits += 1;
  }
  await store[Symbol.asyncDispose]();
  return commits;
}

process.on("message", () => {
  void write().then((commits) => process.send?.(commits));
});
process.send?.("ready");

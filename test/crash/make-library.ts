// Makes a small library and closes it: `node make-library.ts PATH`.
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { changeOf, PARAGRAPHS } from "./workload.ts";

await using store = await openSqliteStore({ path: process.argv[2] ?? "", access: "write" });
const generation = await store.createGeneration(PARAGRAPHS);
await store.activateGeneration(generation.id);
for (const n of [1, 2, 3]) await store.commit(changeOf(1, n, generation));

// Makes a small library of some commits and closes it: `node make-library.ts PATH [COMMITS]`.
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { changeOf, PARAGRAPHS } from "./workload.ts";

const [path = "", commits = "3"] = process.argv.slice(2);

await using store = await openSqliteStore({ path, access: "write" });
const generation = await store.createGeneration(PARAGRAPHS);
await store.activateGeneration(generation.id);
for (let n = 1; n <= Number(commits); n++) await store.commit(changeOf(1, n, generation));

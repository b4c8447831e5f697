// Where every thread of the store begins: it turns the compile cache on before it loads the rest, if the program uses one.
import { enableCompileCache } from "node:module";
import { workerData } from "node:worker_threads";

import type { ThreadJob } from "./start-thread.ts";

// why: only start-thread.ts starts this file, and it always passes a ThreadJob.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const job = workerData as ThreadJob;
if (job.compileCache !== undefined) enableCompileCache(job.compileCache);
if (job.kind === "search") (await import("../search/search-thread.ts")).serveSearches(job.path);
else (await import("../tasks/task-thread.ts")).runTaskHere(job);

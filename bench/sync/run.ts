// A whole sync of a large folder, a second one with nothing changed, and one after a single edit.
// node bench/sync/run.ts [--pages 10000] [--kilobytes 10.5] [--words]; with --words no passage gets a vector
import { appendFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { openProject, type Progress, type Project } from "../../src/index.ts";
import { writePages } from "./write-pages.ts";

const { values } = parseArgs({
  options: {
    pages: { type: "string", default: "10000" },
    kilobytes: { type: "string", default: "10.5" },
    words: { type: "boolean", default: false },
  },
});
const pages = Number(values.pages);
const folder = mkdtempSync(join(tmpdir(), "schoolbook-sync-"));
let peakBytes = 0;

try {
  const bytes = writePages({ folder: join(folder, "wiki"), pages, bytesPerPage: Number(values.kilobytes) * 1024 });
  const megabytes = bytes / 1e6;
  await using project = await openProject({
    folder,
    config: {
      sources: { wiki: { kind: "folder", path: "wiki", access: [{ path: "**", allow: ["public"] }] } },
      embedder: values.words ? false : "static",
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 2500)); // why: files younger than two seconds are read again by design
  const first = await timedSync(project);
  const second = await timedSync(project);
  appendFileSync(join(folder, "wiki", "area-7", "page-7.md"), "\nA kestrel was added to this page.\n");
  const edited = await timedSync(project);
  const found = await project.search("kestrel", { as: ["public"] });
  const isFound = found.hits.filter(({ lexical }) => lexical !== undefined).length === 1;
  const library = statSync(join(folder, ".schoolbook", "library.sqlite")).size / 1e6;
  console.log(`${pages} pages, ${megabytes.toFixed(0)} MB; library ${library.toFixed(0)} MB`);
  console.log(
    `first sync   ${seconds(first.ms)}  ${(megabytes / (first.ms / 1000)).toFixed(1)} MB/s, ${first.reports} progress reports`,
  );
  console.log(`second sync  ${seconds(second.ms)}  ${((100 * second.ms) / first.ms).toFixed(2)} % of the first`);
  console.log(`one edit     ${seconds(edited.ms)}  found: ${isFound}`);
  console.log(`peak memory  ${(peakBytes / 1e6).toFixed(0)} MB resident (this process)`);
  const passed = second.ms <= 0.03 * first.ms && megabytes >= 100 && isFound;
  console.log(passed ? "PASS second sync ≤ 3 % of the first, ≥ 100 MB" : "FAIL");
  process.exitCode = passed ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function timedSync(project: Project): Promise<{ readonly ms: number; readonly reports: number }> {
  let reports = 0;
  const onProgress = (_progress: Progress): void => {
    reports += 1;
    if (reports % 100 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  };
  const started = performance.now();
  await project.sync({ onProgress });
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  return { ms: performance.now() - started, reports };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2).padStart(7)} s`;
}

// How fast Markdown becomes passages on one core: `node bench/throughput.ts [pages]` prints MB/s of parsing, chunking and both.
import { chunkDocument } from "../src/library/chunk/chunk-document.ts";
import { markdownParser } from "../src/parsers/markdown/parser.ts";
import { DEFAULT_LIMITS } from "../src/parsers/reading/default-limits.ts";
import type { ParsedDocument } from "../src/spec/parser.ts";
import { createPageMaker } from "./throughput-pages.ts";

const PAGES = Number(process.argv[2] ?? 10_000);
const PAGE_LENGTH = 10_200;
const SEED = 11;
const WARM_UP_PAGES = 500;
const BATCH_PAGES = 100;
const REQUIRED_MB_PER_SECOND = 50;

/** Wall time, and the time that this thread was computing, which other work on the machine hardly changes. */
type Clock = { wallMs: number; cpuMs: number };
type Timing = { readonly parse: Clock; readonly chunk: Clock; readonly passages: number };

function addSince(clock: Clock, start: Clock): void {
  const end = readClock();
  clock.wallMs += end.wallMs - start.wallMs;
  clock.cpuMs += end.cpuMs - start.cpuMs;
}

function readClock(): Clock {
  const { user, system } = process.threadCpuUsage();
  return { wallMs: performance.now(), cpuMs: (user + system) / 1000 };
}

async function measure(pages: readonly Uint8Array[]): Promise<Timing> {
  const timing = { parse: { wallMs: 0, cpuMs: 0 }, chunk: { wallMs: 0, cpuMs: 0 }, passages: 0 };
  for (let from = 0; from < pages.length; from += BATCH_PAGES) {
    const batch = pages.slice(from, from + BATCH_PAGES);
    const start = readClock();
    const parsed: ParsedDocument[] = [];
    for (const bytes of batch) parsed.push(await parse(bytes));
    addSince(timing.parse, start);
    const middle = readClock();
    for (const page of parsed) timing.passages += chunkDocument({ ...page, title: page.title ?? "" }).length;
    addSince(timing.chunk, middle);
  }
  return timing;
}

async function parse(bytes: Uint8Array): Promise<ParsedDocument> {
  return markdownParser.parse({ bytes, fileName: "page.md", limits: DEFAULT_LIMITS });
}

function describeRate(name: string, bytes: number, { wallMs, cpuMs }: Clock): string {
  const [cpu, wall] = [cpuMs, wallMs].map((ms) => `${(bytes / 1000 / ms).toFixed(0)} MB/s`.padStart(9));
  return `${name.padEnd(14)}${cpu} of this thread's time ${wall} of wall time`;
}

async function main(): Promise<void> {
  const makePage = createPageMaker(SEED, PAGE_LENGTH);
  const pages = Array.from({ length: PAGES }, (_, index) => Buffer.from(makePage(index)));
  const bytes = pages.reduce((sum, page) => sum + page.length, 0);
  await measure(pages.slice(0, WARM_UP_PAGES));
  const { parse: parsing, chunk, passages } = await measure(pages);
  const both = { wallMs: parsing.wallMs + chunk.wallMs, cpuMs: parsing.cpuMs + chunk.cpuMs };
  console.log(`${PAGES} pages, ${(bytes / 1e6).toFixed(1)} MB, ${passages} passages, one core`);
  console.log(describeRate("parse", bytes, parsing));
  console.log(describeRate("chunk", bytes, chunk));
  console.log(describeRate("parse + chunk", bytes, both));
  const passed = bytes / 1000 / both.cpuMs >= REQUIRED_MB_PER_SECOND;
  console.log(`${passed ? "passed" : "failed"}: at least ${REQUIRED_MB_PER_SECOND} MB/s of one core`);
  if (!passed) process.exitCode = 1;
}

await main();

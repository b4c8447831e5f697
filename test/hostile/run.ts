// Runs every hostile file at full size and prints a table of formats and outcomes: `node test/hostile/run.ts [small]`.
import { hostileFiles } from "./hostile-files.ts";
import type { HostileCaps, HostileResult } from "./run-files.ts";
import { runHostile, SMALL_CAPS } from "./run-files.ts";

const FULL_CAPS: HostileCaps = {
  limits: { maxBytes: 400_000_000, maxChars: 30_000_000, maxPages: 2000 },
  timeoutMs: 30_000,
  memoryMb: 2048,
};

type Row = { files: number; parsed: number; reported: number; worstMs: number; worstFile: string; memoryMb: number };

const size = process.argv[2] === "small" ? "small" : "full";
const slow: HostileResult[] = [];
const broken: HostileResult[] = [];
const rows = new Map<string, Row>();
const only = process.argv[3];
const files = hostileFiles(size).filter((file) => only === undefined || file.fileName.includes(only));

for await (const result of runHostile(files, size === "small" ? SMALL_CAPS : FULL_CAPS)) {
  const format = result.fileName.slice(result.fileName.lastIndexOf(".") + 1);
  const row = rows.get(format) ?? { files: 0, parsed: 0, reported: 0, worstMs: 0, worstFile: "", memoryMb: 0 };
  rows.set(format, row);
  row.files += 1;
  row[result.outcome] += 1;
  row.memoryMb = Math.max(row.memoryMb, result.memoryMb);
  if (result.ms > row.worstMs) Object.assign(row, { worstMs: result.ms, worstFile: result.fileName });
  if (result.ms > 1000) slow.push(result);
  if (result.problem === undefined) continue;
  broken.push(result);
  print(`BROKEN: ${result.fileName}: ${result.problem}`);
}

print("format   files  parsed  reported  worst ms  memory MB  slowest file");
for (const [format, row] of rows) {
  const numbers = [row.files, row.parsed, row.reported, Math.round(row.worstMs), row.memoryMb];
  const widths = [5, 7, 9, 9, 10];
  print(
    `${format.padEnd(8)} ${numbers.map((value, at) => String(value).padStart(widths[at] ?? 0)).join(" ")}  ${row.worstFile}`,
  );
}
print(`\n${files.length} files, ${broken.length} broken`);
for (const { fileName, ms, reason } of slow) print(`slow: ${fileName} ${Math.round(ms)} ms ${reason.slice(0, 160)}`);
process.exitCode = broken.length === 0 ? 0 : 1;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

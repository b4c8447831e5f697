// How much text a second the embedder in the box takes on one core, beside the model that it was distilled from. Both are judged
// by seconds of processor time, which neighbours on the machine change less than those of the clock.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createStaticEmbedder } from "../../src/engines/static/create-static-embedder.ts";
import { readScifact } from "./data-sets.ts";

const ROUNDS = 5;
const BATCH = 256;
const TEACHER_TEXTS = 128;
const BAR = 8;
const RATIO_BAR = 50;
const QUESTIONS = 300;

/** `python` is one that has the teacher's package; without it only the embedder in the box is measured. */
export async function printEmbedderSpeed(python: string | undefined): Promise<void> {
  const { documents, questions } = readScifact("test");
  const texts = documents.map(({ text }) => text);
  const embedder = createStaticEmbedder();
  const speeds: number[] = [];
  const clockSpeeds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const used = process.cpuUsage();
    for (let from = 0; from < texts.length; from += BATCH) {
      await embedder.embed(texts.slice(from, from + BATCH), "document");
    }
    const { user, system } = process.cpuUsage(used);
    speeds.push(megabytes(texts) / ((user + system) / 1e6));
    clockSpeeds.push(megabytes(texts) / ((performance.now() - start) / 1000));
  }
  const best = Math.max(...speeds);
  const teacher = python === undefined ? undefined : teacherSpeed(python, texts.slice(0, TEACHER_TEXTS));
  const byClock = Math.max(...clockSpeeds).toFixed(1);
  console.log(`static embedder ${best.toFixed(1)} MB/s on one core (by the clock ${byClock}) ${verdict(best, BAR)}`);
  if (teacher !== undefined) {
    const ratio = best / teacher;
    console.log(
      `teacher (PyTorch, one thread) ${teacher.toFixed(3)} MB/s: ${ratio.toFixed(0)} × ${verdict(ratio, RATIO_BAR)}`,
    );
  }
  const start = performance.now();
  for (const { text } of questions.slice(0, QUESTIONS)) await embedder.embed([text], "query");
  const perQuestion = (performance.now() - start) / Math.min(QUESTIONS, questions.length);
  console.log(`a question is embedded in ${perQuestion.toFixed(3)} ms`);
}

function teacherSpeed(python: string, texts: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-teacher-"));
  try {
    const input = join(folder, "texts.jsonl");
    writeFileSync(input, texts.map((text) => `${JSON.stringify(text)}\n`).join(""));
    const script = join(import.meta.dirname, "../../nano/embedder/teacher_vectors.py");
    const args = [script, "--texts", input, "--out", join(folder, "vectors.f32"), "--threads", "1"];
    const { status, stdout, stderr } = spawnSync(python, args, { encoding: "utf8" });
    const speed = /"megabytesPerProcessorSecond": ([\d.]+)/u.exec(stdout.trim().split("\n").at(-1) ?? "")?.[1];
    if (status !== 0 || speed === undefined) throw new Error(`The teacher did not run: ${stderr}`);
    return Number(speed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function megabytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
}

function verdict(value: number, bar: number): string {
  if (value < bar) process.exitCode = 1;
  return `bar ${bar} ${value < bar ? "MISSED" : "cleared"}`;
}

// Where a project keeps what its judges have said: beside its exams, for whoever asked them, and for one process at a time.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { acquireLock } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import { writeFailure } from "../../core/write-failure.ts";
import { type KeptVotes, openKeptVotes } from "../../exam/judge/kept-votes.ts";
import { principalsDigest, stable } from "../../exam/run/call-key.ts";
import { resolveModel } from "../models/resolve-model.ts";
import type { Project, Reader } from "../project/project.ts";
import { modelVersion } from "./arms/model-version.ts";
import { examFolder } from "./run-project-exam.ts";

export type JudgeVotesOptions = Pick<Reader, "as"> & {
  /** As the configuration or a flag calls it. */
  readonly model: string;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
};

export async function openJudgeVotes(
  project: Pick<Project, "settings" | "principalsOf">,
  { as, model, runtime, signal }: JudgeVotesOptions,
): Promise<KeptVotes & AsyncDisposable> {
  const folder = join(examFolder(project), "judges");
  const digest = principalsDigest(project.principalsOf(as));
  makeFolder(folder);
  const lock = await acquireLock(join(folder, `${digest}.lock`), {
    command: "exam judge calibrate",
    waitMs: 0,
    runtime,
    signal,
    protects: { name: "the judges' votes", busy: "exam_busy" },
  });
  try {
    const resolved = resolveModel(model, { models: project.settings.config.models });
    const judge = stable(resolved.kind === "quoting" ? model : [resolved.reference.text, modelVersion(resolved)]);
    const votes = openKeptVotes(join(folder, `${digest}.jsonl`), { judge, runtime });
    return {
      ...votes,
      [Symbol.asyncDispose]: async () => {
        await votes[Symbol.asyncDispose]();
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw writeFailure(cause, { path: folder });
  }
}

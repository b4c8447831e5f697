// Installs the Python sidecar's packages into the user's folder: all of them or nothing, exactly the locked files.
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../../core/errors.ts";
import { folderBytes } from "../../../core/folder-bytes.ts";
import { sha256 } from "../../../core/hash.ts";
import { acquireLock, type Lock, type LockHolder } from "../../../core/lock.ts";
import type { Runtime } from "../../../core/runtime.ts";
import type { OnProgress } from "../../../spec/progress.ts";
import { SIDECAR_FOLDER } from "../run-sidecar.ts";
import { findPython } from "./find-python.ts";
import { pipError, venvError } from "./install-errors.ts";
import { runProgram } from "./run-program.ts";
import { inspectTrainer, MANIFEST_FILE, type TrainerManifest } from "./trainer-home.ts";

export type TrainerFlavour =
  | { readonly kind: "cpu" }
  | { readonly kind: "cuda" }
  /** An interpreter that has the packages already. */
  | { readonly kind: "given"; readonly python: string };

export type SetupOptions = {
  readonly home: string;
  readonly runtime: Runtime;
  readonly offline: boolean;
  /** Installs anew what is there already. */
  readonly force?: boolean | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type SetUp = {
  readonly manifest: TrainerManifest;
  /** False where it was there already. */
  readonly isNew: boolean;
};

const WAIT_MS = 30 * 60_000;
const TRIAL_MS = 300_000;
const LOOK_EVERY_MS = 1000;
const PASSING = ".installing-";
/** About what it takes on the disk; PyPI has no PyTorch for Linux that comes without CUDA's libraries. */
const BYTES = {
  cpu: process.platform === "linux" ? 3.9e9 : 1.2e9,
  cuda: 5.2e9,
} as const;

/** Does nothing where the same flavour is installed from the same lock file, unless forced. */
export async function setupTrainer(flavour: TrainerFlavour, options: SetupOptions): Promise<SetUp> {
  if (flavour.kind !== "given") {
    const before = usable(flavour.kind, options);
    if (before !== undefined) return before;
    if (options.offline) throw wouldFetch(flavour.kind);
  }
  using _lock = await lockHome(options);
  if (flavour.kind === "given") return { manifest: await adopt(flavour.python, options), isNew: true };
  const meanwhile = usable(flavour.kind, options);
  if (meanwhile !== undefined) return meanwhile;
  sweep(options.home, undefined);
  try {
    const manifest = await install(flavour.kind, options);
    sweep(options.home, manifest.folder ?? undefined);
    return { manifest, isNew: true };
  } catch (error) {
    sweep(options.home, keptFolder(options.home));
    throw error;
  }
}

function usable(flavour: "cpu" | "cuda", { home, force }: SetupOptions): SetUp | undefined {
  const state = inspectTrainer(home);
  if (state.kind !== "installed" || force === true) return undefined;
  const { manifest } = state;
  const isSame = manifest.flavour === flavour && manifest.lockHash === sha256(readLock(flavour));
  return isSame ? { manifest, isNew: false } : undefined;
}

function keptFolder(home: string): string | undefined {
  const state = inspectTrainer(home);
  return state.kind === "installed" ? (state.manifest.folder ?? undefined) : undefined;
}

async function lockHome({ home, runtime, onWait, signal }: SetupOptions): Promise<Lock> {
  mkdirSync(home, { recursive: true });
  return acquireLock(join(home, "trainers.lock"), {
    command: "school setup",
    waitMs: WAIT_MS,
    runtime,
    onWait,
    ...(signal === undefined ? {} : { signal }),
    protects: { name: "the trainer", busy: "install_busy", being: "installed" },
  });
}

async function install(flavour: "cpu" | "cuda", options: SetupOptions): Promise<TrainerManifest> {
  const { home, runtime, signal } = options;
  const base = await findPython(runtime.env, signal);
  const name = `${flavour}-${sha256(readLock(flavour)).slice(0, 8)}-${randomBytes(3).toString("hex")}`;
  const part = join(home, `${PASSING}${name}`);
  const folder = join(home, name);
  using _watch = watchGrowth(part, BYTES[flavour], options.onProgress);
  const made = await runProgram({ program: base.path, args: ["-m", "venv", part], env: runtime.env, signal });
  if (made.kind !== "done") throw venvError(base, made);
  const filled = await runProgram({
    program: pythonOf(part),
    args: ["-m", "pip", ...pipArguments(flavour)],
    env: runtime.env,
    signal,
  });
  if (filled.kind !== "done") throw pipError(filled);
  const told = await tryTrainer(pythonOf(part), options);
  renameSync(part, folder);
  const bytes = folderBytes(folder);
  return writeManifest(home, {
    flavour,
    folder,
    python: pythonOf(folder),
    lockHash: sha256(readLock(flavour)),
    versions: told.versions,
    cudaDevices: told.cuda,
    bytes,
    installedAt: new Date(runtime.now()).toISOString(),
  });
}

/** Every file by its hash and no other: a package that was changed on the way is refused by pip. */
function pipArguments(flavour: "cpu" | "cuda"): readonly string[] {
  const fixed = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-input", "--no-compile", "--quiet"];
  return ["install", ...fixed, "--disable-pip-version-check", "--requirement", lockPath(flavour)];
}

async function adopt(python: string, options: SetupOptions): Promise<TrainerManifest> {
  const told = await tryTrainer(python, options);
  return writeManifest(options.home, {
    flavour: "given",
    folder: null,
    python,
    lockHash: "",
    versions: told.versions,
    cudaDevices: told.cuda,
    bytes: 0,
    installedAt: new Date(options.runtime.now()).toISOString(),
  });
}

const TOLD = z.strictObject({
  versions: z.record(z.string(), z.string()),
  python: z.string(),
  cuda: z.int(),
});

/** Loads everything once: better a clear word now than a crash at the first training. */
async function tryTrainer(python: string, { runtime, signal }: SetupOptions): Promise<z.output<typeof TOLD>> {
  const args = ["-s", "-B", join(SIDECAR_FOLDER, "main.py"), "--trial"];
  const outcome = await runProgram({ program: python, args, env: runtime.env, signal, limitMs: TRIAL_MS });
  if (outcome.kind === "not-started") {
    throw new SchoolbookError("engine_missing", `${python} cannot be started.`, {
      hint: "Name the interpreter itself with --python, such as .venv/bin/python.",
      cause: outcome.cause,
    });
  }
  if (outcome.kind === "failed") {
    const last = outcome.said.trim().split("\n").at(-1) ?? "it ended";
    throw new SchoolbookError("engine_broken", `The trainer's packages do not load in ${python}: ${last}.`, {
      hint: "They are torch, transformers, peft, accelerate and safetensors, in the versions of trainer/requirements-cpu.txt.",
    });
  }
  return TOLD.parse(JSON.parse(outcome.said.trim().split("\n").at(-1) ?? ""));
}

function writeManifest(home: string, manifest: TrainerManifest): TrainerManifest {
  const path = join(home, MANIFEST_FILE);
  writeFileSync(`${path}.part`, JSON.stringify(manifest, undefined, 2));
  renameSync(`${path}.part`, path);
  return manifest;
}

function pythonOf(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

function lockPath(flavour: "cpu" | "cuda"): string {
  return join(SIDECAR_FOLDER, `requirements-${flavour}.txt`);
}

function readLock(flavour: "cpu" | "cuda"): string {
  return readFileSync(lockPath(flavour), "utf8");
}

/** pip tells nothing until it has ended; the folder's size tells how far it is. */
function watchGrowth(folder: string, bytes: number, onProgress: OnProgress = () => undefined): Disposable {
  const total = Math.round(bytes / 1e6);
  const report = (done: number): void =>
    onProgress({ stage: "installing the trainer", done: Math.min(done, total), total, unit: "MB" });
  report(0);
  const timer = setInterval(() => report(Math.round(folderBytes(folder) / 1e6)), LOOK_EVERY_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** Deletes what a killed install has left, and every install but the one to keep. */
function sweep(home: string, kept: string | undefined): void {
  for (const name of readdirSync(home)) {
    const isLeft = name.startsWith(PASSING);
    const isOld = kept !== undefined && /^(?:cpu|cuda)-/u.test(name) && join(home, name) !== kept;
    if (isLeft || isOld) rmSync(join(home, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

function wouldFetch(flavour: "cpu" | "cuda"): SchoolbookError {
  const size = `${(BYTES[flavour] / 1e9).toFixed(1)} GB`;
  return new SchoolbookError("offline", `The trainer is not installed, and --offline forbids fetching it (${size}).`, {
    hint: "Run `schoolbook school setup` once without --offline, or name an interpreter that has the packages with --python.",
  });
}

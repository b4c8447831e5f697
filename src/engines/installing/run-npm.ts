// Runs the user's own npm, with the user's own registry, proxy and certificates.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type NpmRun = {
  readonly folder: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
};

/** What the user's settings might say otherwise; a flag outweighs both files and environment. */
const FIXED = [
  "--ignore-scripts",
  "--omit=optional",
  "--omit=dev",
  "--no-audit",
  "--no-fund",
  "--no-update-notifier",
  "--no-global",
  "--no-dry-run",
  "--install-strategy=hoisted",
  "--loglevel=error",
];

const LINES_KEPT = 8;
/** An npm that is asked to stop while it starts does not always hear it. */
const PATIENCE_MS = 3000;

export type NpmOutcome = { readonly kind: "done" } | { readonly kind: "failed"; readonly said: string };

/** What npm's end means for the caller is for the caller to say; only an npm that cannot be started is thrown. */
export async function runNpm({ folder, args, env, signal }: NpmRun): Promise<NpmOutcome> {
  signal?.throwIfAborted();
  const [program, before] = findNpm(env);
  const child = spawn(program, [...before, ...args, ...FIXED, "--prefix", folder], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
    shell: before.length === 0 && process.platform === "win32",
    windowsHide: true,
  });
  const complaints: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints.push(...text.split("\n").filter((line) => line.trim() !== ""));
  });
  let lastResort: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill("SIGTERM");
    lastResort = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  };
  signal?.addEventListener("abort", stop, { once: true });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (cause) => reject(noNpm(cause)));
    child.on("close", resolve);
  }).finally(() => {
    signal?.removeEventListener("abort", stop);
    clearTimeout(lastResort);
  });
  signal?.throwIfAborted();
  return code === 0 ? { kind: "done" } : { kind: "failed", said: summary(complaints) ?? `it ended with code ${code}` };
}

function summary(complaints: readonly string[]): string | undefined {
  const said = complaints.map((line) => line.replace(/^npm (?:error|ERR!)\s*/u, "").trim()).filter(isTelling);
  return said.length === 0 ? undefined : said.slice(0, LINES_KEPT).join(" · ");
}

function isTelling(line: string): boolean {
  return line !== "" && !line.startsWith("A complete log of this run");
}

/** The npm that runs this program, the one beside this Node, or the one on the PATH. */
function findNpm(env: Environment): readonly [program: string, args: readonly string[]] {
  const bin = dirname(process.execPath);
  const scripts = [
    env["npm_execpath"] ?? "",
    join(bin, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(bin, "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = scripts.find((path) => basename(path) === "npm-cli.js" && existsSync(path));
  return script === undefined ? ["npm", []] : [process.execPath, [script]];
}

function noNpm(cause: Error): SchoolbookError {
  return new SchoolbookError("engine_missing", "Engines are installed with npm, and npm could not be started.", {
    hint: "Install npm (it comes with Node from https://nodejs.org) and see that it is on the PATH.",
    cause,
  });
}

// Runs the command line inside the test's process, in a folder of its own, and keeps what it prints.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { CommandLineIo, Interrupt } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";
import { seededRandom, systemRuntime } from "../../src/core/runtime.ts";

export type CliResult = {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What stdout holds as JSON. */
  readonly json: () => unknown;
};

export type CliOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly script?: string;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** The reply to every question, or one for each in their order; without any nobody can be asked. */
  readonly reply?: string | readonly string[];
  /** Called with the handler of Ctrl-C as soon as there is one. */
  readonly onInterruptReady?: (interrupt: (kind?: Interrupt) => void) => void;
  readonly onExitNow?: (code: number) => void;
  readonly onOutput?: (text: string) => void;
};

export type CliFolder = Disposable & {
  readonly folder: string;
  write(path: string, text: string | Uint8Array): void;
  run(argv: readonly string[], options?: CliOptions): Promise<CliResult>;
  /** The same, in a folder below; it goes with this one. */
  within(path: string): Omit<CliFolder, keyof Disposable>;
};

/** A temporary folder with these files to run commands in; removed when disposed of. */
export function cliFolder(files: Readonly<Record<string, string>> = {}): CliFolder {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-cli-"));
  const write = (path: string, text: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { ...commandsIn(folder, write), [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

function commandsIn(folder: string, write: CliFolder["write"]): Omit<CliFolder, keyof Disposable> {
  return {
    folder,
    write,
    run: async (argv, options = {}) => runCli(argv, folder, options),
    within: (path) => commandsIn(join(folder, path), (file, text) => write(join(path, file), text)),
  };
}

async function runCli(argv: readonly string[], cwd: string, options: CliOptions): Promise<CliResult> {
  let stdout = "";
  let stderr = "";
  const screen = { isTTY: options.isTTY ?? false, columns: options.columns ?? 80 };
  const { reply } = options;
  const replies = Array.isArray(reply) ? [...reply] : undefined;
  const env = options.env ?? {};
  const io: CommandLineIo = {
    stdout: { ...screen, write: (text) => ((stdout += text), options.onOutput?.(text)) },
    stderr: { ...screen, write: (text) => void (stderr += text) },
    ask:
      reply === undefined
        ? undefined
        : async (question) => ((stderr += question), Promise.resolve(replies?.shift() ?? String(reply))),
    env,
    cwd,
    script: options.script,
    runtime: systemRuntime({ env, random: seededRandom(1) }),
    onInterrupt: (handler) => {
      options.onInterruptReady?.((kind = "stop") => handler(kind));
      return { [Symbol.dispose]: () => undefined };
    },
    exitNow: (code) => options.onExitNow?.(code),
  };
  const code = await main(argv, io);
  return { code, stdout, stderr, json: () => JSON.parse(stdout) };
}

/** A project with one open and one closed document, and a broken one where asked for. */
export const SMALL_PROJECT: Readonly<Record<string, string>> = {
  "schoolbook.config.json": JSON.stringify({
    name: "small",
    sources: {
      docs: {
        kind: "folder",
        path: "docs",
        access: [
          { path: "secret/**", allow: ["group:board"] },
          { path: "**", allow: ["public"] },
        ],
      },
    },
    people: { "user:ann": ["group:board"] },
  }),
  "docs/notice.md":
    "# Notice\n\nThe notice period is three months to the end of a quarter.\n\n## Trial\n\nDuring the trial period the notice period is two weeks.\n",
  "docs/secret/merger.md": "# Merger\n\nThe merger with Oakfield closes in February. The price is 41 million crowns.\n",
};

// The command line: parses the arguments, runs the command, prints what went wrong, returns the exit code.
import { CommanderError } from "commander";

import { ERROR_KINDS, SchoolbookError, toSchoolbookError } from "../core/errors.ts";
import { fileFailure } from "../core/file-failure.ts";
import { isDiskFull, writeFailure } from "../core/write-failure.ts";
import { type CommandLineIo, processIo } from "./io.ts";
import { printError } from "./print-error.ts";
import { createPrinter } from "./printer.ts";
import { createProgram } from "./program.ts";
import { createSession } from "./session.ts";
import { line } from "./terminal/styled.ts";
import { usageError } from "./usage-error.ts";

/** Runs one command; tests pass their own `io` and run it in their own process. */
export async function main(argv: readonly string[], io: CommandLineIo = processIo()): Promise<number> {
  const stop = new AbortController();
  const end = new AbortController();
  const session = createSession(io, { signal: stop.signal, hurry: end.signal });
  const program = createProgram(session, io);
  using _interrupts = listenForInterrupts(io, { stop, end });
  try {
    await program.parseAsync([...plainArguments(argv)], { from: "user" });
    return session.exitCode();
  } catch (thrown) {
    if (thrown instanceof CommanderError && isHelp(thrown)) return 0;
    const error =
      thrown instanceof CommanderError ? usageError(thrown, { program, argv }) : stoppedOr(thrown, stop.signal);
    const { project } = program.opts<{ readonly project?: string }>();
    printError(error, createPrinter(io, { ...rawOptions(argv, io), project }));
    return ERROR_KINDS[error.code].exit;
  }
}

/** `help library sync` means `library sync --help`. */
function plainArguments(argv: readonly string[]): readonly string[] {
  return argv[0] === "help" ? [...argv.slice(1), "--help"] : argv;
}

type Stopping = { readonly stop: AbortController; readonly end: AbortController };

/** The first Ctrl-C asks the work to stop at a safe place; the second does not wait for that. */
function listenForInterrupts(io: CommandLineIo, { stop, end }: Stopping): Disposable {
  return io.onInterrupt((kind) => {
    if (stop.signal.aborted) return io.exitNow(ERROR_KINDS.cancelled.exit);
    if (kind === "end") end.abort();
    if (io.stderr.isTTY) io.stderr.write(`\n${line`Stopping … (Ctrl-C again stops at once)`.styled}\n`);
    stop.abort();
  });
}

function stoppedOr(thrown: unknown, signal: AbortSignal): SchoolbookError {
  if (isDiskFull(thrown)) return writeFailure(thrown, { path: pathOf(thrown) });
  if (!signal.aborted) return fileFailure(thrown) ?? toSchoolbookError(thrown);
  return new SchoolbookError("cancelled", "Stopped; what was stored until then stays.", { cause: thrown });
}

function pathOf(thrown: unknown): string {
  return thrown instanceof Error && "path" in thrown && typeof thrown.path === "string"
    ? thrown.path
    : "what was written";
}

function isHelp(error: CommanderError): boolean {
  return ["commander.help", "commander.helpDisplayed", "commander.version"].includes(error.code);
}

/** What the flags say before they could be parsed, so that even a usage error is printed as asked. */
function rawOptions(argv: readonly string[], io: CommandLineIo) {
  const end = argv.indexOf("--");
  const flags = end === -1 ? argv : argv.slice(0, end);
  const color = !flags.includes("--no-color") && (io.env["NO_COLOR"] ?? "") === "" && io.env["TERM"] !== "dumb";
  return { json: flags.includes("--json"), quiet: flags.includes("--quiet") || flags.includes("-q"), color };
}

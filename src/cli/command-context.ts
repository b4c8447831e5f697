// What a command works with: the flags, the printer, the project, and a signal that says when to stop.
import type { OpenOptions } from "../app/open-project.ts";
import type { LockHolder, Project, WriteOptions } from "../app/project/project.ts";
import { momentText } from "../core/moment-text.ts";
import { createFileArguments, type FileArguments } from "./file-arguments.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { CommandLineIo } from "./io.ts";
import type { Printer } from "./printer.ts";
import { cloneFolder } from "./shown-program.ts";
import { createProgressDisplay, type ProgressDisplay } from "./terminal/progress-display.ts";
import { line } from "./terminal/styled.ts";

export type CommandContext = {
  readonly io: CommandLineIo;
  readonly printer: Printer;
  readonly options: GlobalOptions;
  readonly signal: AbortSignal;
  /** Aborted where there is no time to wait for what is under way, as when the system ends the process. */
  readonly hurry: AbortSignal;
  /** How arguments that name files are understood. */
  readonly files: FileArguments;
  /** How every command opens the project. */
  readonly openOptions: OpenOptions;
  readonly openProject: () => Promise<Project>;
  /** A progress display; whoever makes it disposes of it before printing results. */
  progress(): ProgressDisplay;
};

export function createCommandContext(
  io: CommandLineIo,
  printer: Printer,
  given: Pick<CommandContext, "options" | "signal" | "hurry">,
): CommandContext {
  const { options } = given;
  const openOptions: OpenOptions = {
    folder: options.project,
    offline: options.offline,
    overrides: options.overrides,
    runtime: io.runtime,
    start: io.cwd,
  };
  return {
    ...given,
    io,
    printer,
    files: createFileArguments({ cwd: io.cwd, project: options.project, clone: cloneFolder(io) }),
    openOptions,
    // why: loaded only when needed, so that help and completion start without the parsers and the store.
    openProject: async () => (await import("../app/open-project.ts")).openProject(openOptions),
    progress: () =>
      createProgressDisplay({
        output: io.stderr,
        palette: printer.notePalette,
        mode: progressMode(io, printer),
        monotonicMs: io.runtime.monotonicMs,
      }),
  };
}

function progressMode(io: CommandLineIo, printer: Printer): "bar" | "lines" | "none" {
  if (printer.quiet || printer.json) return "none";
  return io.stderr.isTTY && (io.env["CI"] ?? "") === "" ? "bar" : "lines";
}

/** Options of a writing operation: progress shown, waiting announced, stopped by Ctrl-C. */
export function writeOptions(context: CommandContext, display: ProgressDisplay, waitSeconds: number): WriteOptions {
  return {
    waitMs: waitSeconds * 1000,
    onWait: (holder) => {
      display.clear();
      context.printer.note(line`Waiting for ${describeHolder(holder)} to finish writing …`);
    },
    onProgress: display.show,
    signal: context.signal,
  };
}

export function describeHolder(holder: LockHolder | undefined): string {
  if (holder === undefined) return "another process";
  return `\`${holder.command}\` (process ${holder.pid}, since ${momentText(holder.since)})`;
}

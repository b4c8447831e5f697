// One call of the command line: turns commander's calls into typed commands, and errors into exit codes.
import { Command } from "commander";
import { z } from "zod";

import { ERROR_KINDS, type ErrorCode, SchoolbookError } from "../core/errors.ts";
import { type CommandContext, createCommandContext } from "./command-context.ts";
import { readGlobalOptions } from "./global-options.ts";
import type { CommandLineIo } from "./io.ts";
import { createPrinter } from "./printer.ts";

/** The code of what went wrong although there is a result to show; undefined when all is well. */
export type Outcome = ErrorCode | undefined | void;

export type CommandCall<Flags> = {
  readonly args: readonly string[];
  readonly flags: Flags;
};

export type CommandBody<Flags> = (context: CommandContext, call: CommandCall<Flags>) => Promise<Outcome>;

export type Session = {
  /** Makes a commander action that checks its flags once and then runs the command's body. */
  action<Flags>(flags: z.ZodType<Flags>, body: CommandBody<Flags>): (...call: readonly unknown[]) => Promise<void>;
  readonly exitCode: () => number;
};

export const NO_FLAGS = z.strictObject({});

export type SessionSignals = Pick<CommandContext, "signal" | "hurry">;

export function createSession(io: CommandLineIo, signals: SessionSignals): Session {
  let exitCode = 0;
  return {
    exitCode: () => exitCode,
    action:
      (schema, body) =>
      async (...call) => {
        const command = call.findLast((part) => part instanceof Command);
        if (command === undefined) throw new SchoolbookError("internal", "A command was called without itself.");
        const options = readGlobalOptions(command.optsWithGlobals(), io.env);
        const printer = createPrinter(io, options);
        const context = createCommandContext(io, printer, { options, ...signals });
        const outcome = await body(context, { args: command.args, flags: parseFlags(schema, command) });
        if (outcome !== undefined) exitCode = ERROR_KINDS[outcome].exit;
      },
  };
}

function parseFlags<Flags>(schema: z.ZodType<Flags>, command: Command): Flags {
  const given: Readonly<Record<string, unknown>> = command.opts();
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? "");
  const flag = command.options.find((option) => option.attributeName() === name)?.long ?? `--${name}`;
  throw new SchoolbookError("usage", `${flag} ${String(given[name])}: ${issue?.message ?? "not allowed"}.`, {
    hint: `Run \`${commandPath(command)} --help\` to see what it takes.`,
  });
}

/** `schoolbook library sync` */
export function commandPath(command: Command): string {
  const parent = command.parent;
  return parent === null ? command.name() : `${commandPath(parent)} ${command.name()}`;
}

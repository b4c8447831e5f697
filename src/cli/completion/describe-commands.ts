// The commands and their flags as data, for completion scripts and documentation.
import type { Command } from "commander";

export type DescribedOption = {
  readonly flags: readonly string[];
  readonly takesValue: boolean;
  readonly description: string;
};

export type DescribedCommand = {
  /** Words after `schoolbook`; empty for the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly DescribedOption[];
  /** What the first argument may be, where that is fixed. */
  readonly choices: readonly string[];
  readonly takesFile: boolean;
};

/** The program and all commands below it, parents first. */
export function describeCommands(program: Command): readonly DescribedCommand[] {
  const globals = optionsOf(program).filter(({ flags }) => !flags.includes("--version") && !flags.includes("--help"));
  return describe(program, [], globals);
}

function describe(
  command: Command,
  path: readonly string[],
  globals: readonly DescribedOption[],
): readonly DescribedCommand[] {
  const subcommands = command.commands.filter((child) => child.name() !== "help");
  const [argument] = command.registeredArguments;
  const described: DescribedCommand = {
    path,
    description: command.description(),
    subcommands: subcommands.map((child) => ({ name: child.name(), description: child.description() })),
    options: path.length === 0 ? optionsOf(command) : [...optionsOf(command), ...globals],
    choices: argument?.argChoices ?? [],
    takesFile: argument?.name() === "file",
  };
  return [described, ...subcommands.flatMap((child) => describe(child, [...path, child.name()], globals))];
}

function optionsOf(command: Command): readonly DescribedOption[] {
  const help: DescribedOption = { flags: ["-h", "--help"], takesValue: false, description: "show help" };
  const own = command.options.map((option) => ({
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    takesValue: option.required || option.optional,
    description: option.description,
  }));
  return [...own, help];
}

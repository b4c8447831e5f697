// What commander objects to as one of our errors, with the name that was probably meant.
import type { Command, CommanderError } from "commander";

import { closestName } from "../app/closest-name.ts";
import { SchoolbookError } from "../core/errors.ts";
import { commandPath } from "./session.ts";

export type UsageContext = {
  readonly program: Command;
  readonly argv: readonly string[];
};

/** `error: unknown option '--dry'` becomes "Unknown option '--dry'." and "Did you mean --dry-run?" */
export function usageError(error: CommanderError, { program, argv }: UsageContext): SchoolbookError {
  const [first = ""] = error.message.replace(/^error: /u, "").split("\n");
  const command = commandOf(program, argv);
  const [, given = ""] = /'([^']+)'/u.exec(first) ?? [];
  const nearest = closestName(given, candidates(error, command));
  const advice = `Run \`${commandPath(command)} --help\` to see what there is.`;
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.?$/u, ".")}`;
  return new SchoolbookError("usage", message, { hint: nearest === undefined ? advice : `Did you mean ${nearest}?` });
}

/** The command that the arguments reach before they go wrong. */
function commandOf(program: Command, argv: readonly string[]): Command {
  let command = program;
  for (const word of argv) {
    const child = command.commands.find((one) => one.name() === word);
    if (child !== undefined) command = child;
  }
  return command;
}

function candidates(error: CommanderError, command: Command): readonly string[] {
  if (error.code === "commander.unknownCommand") return command.commands.map((child) => child.name());
  if (error.code !== "commander.unknownOption") return [];
  const options: string[] = [];
  for (let owner: Command | null = command; owner !== null; owner = owner.parent) {
    options.push(...owner.options.flatMap((option) => option.long ?? []));
  }
  return [...options, "--help"];
}

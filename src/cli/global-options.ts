// The flags that every command takes, from the command line or the environment.
import { type Command, Option } from "commander";
import { z } from "zod";

import { type Override, parseAssignment } from "../app/config/setting-origin.ts";
import type { Principals } from "../spec/access.ts";

export type GlobalOptions = {
  readonly project: string | undefined;
  readonly as: Principals;
  /** Whom the flag named, apart from the environment, which holds for the next command too. */
  readonly typedAs: Principals;
  /** Somebody said who asks; else everybody does. */
  readonly isAsGiven: boolean;
  readonly offline: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly overrides: readonly Override[];
};

const FLAGS = z.object({
  project: z.string().optional(),
  as: z.array(z.string()).default([]),
  offline: z.boolean().default(false),
  json: z.boolean().default(false),
  quiet: z.boolean().default(false),
  color: z.boolean().default(true),
  set: z.array(z.string()).default([]),
});

export function addGlobalOptions(program: Command): void {
  const group = "Global options:";
  const options = [
    new Option("-p, --project <folder>", "the project's folder (default: searched upwards)"),
    new Option("--as <principal>", "who asks, such as user:ann; repeatable").argParser(collect),
    new Option("--set <setting=value>", "override a setting; repeatable").argParser(collect),
    new Option("--offline", "fetch nothing from the network"),
    new Option("--json", "print one JSON document instead of text"),
    new Option("-q, --quiet", "print results and errors only"),
    new Option("--no-color", "print without colours"),
  ];
  for (const option of options) program.addOption(option.helpGroup(group));
}

/** Adds up the values of a flag that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The flags of this call; SCHOOLBOOK_PROJECT, SCHOOLBOOK_AS, SCHOOLBOOK_OFFLINE and NO_COLOR stand in for missing ones. */
export function readGlobalOptions(given: unknown, env: Environment): GlobalOptions {
  const flags = FLAGS.parse(given);
  const fromEnvironment = (env["SCHOOLBOOK_AS"] ?? "").split(/[\s,]+/u).filter((part) => part !== "");
  const as = flags.as.length > 0 ? flags.as : fromEnvironment;
  return {
    project: flags.project ?? (env["SCHOOLBOOK_PROJECT"] === "" ? undefined : env["SCHOOLBOOK_PROJECT"]),
    as: as.length > 0 ? as : ["public"],
    typedAs: flags.as,
    isAsGiven: as.length > 0,
    offline: flags.offline || isOn(env["SCHOOLBOOK_OFFLINE"]),
    json: flags.json,
    quiet: flags.quiet,
    color: flags.color && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb",
    overrides: flags.set.map(parseAssignment),
  };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false", "no"].includes(value.toLowerCase());
}

// Which arms an exam has: named ones, those of the configuration, or those of a file.
import { basename, extname, isAbsolute } from "node:path";

import { parse } from "yaml";

import { SchoolbookError } from "../../../core/errors.ts";
import { closestName } from "../../closest-name.ts";
import { QUOTING } from "../../config/config-schema.ts";
import { readProjectFile } from "../../project/read-project-file.ts";
import { ARMS_SCHEMA, type WrittenArm } from "./arm-schema.ts";
import { STANDARD_ARMS, type StandardArm, usualArms } from "./standard-arms.ts";

export type ArmChoice = {
  /** Names of arms, or files of them. Empty: the usual ones. */
  readonly names: readonly string[];
  /** Of arms that name none. */
  readonly model: string;
  /** A name that the server knows, or the absolute path of a file. */
  readonly adapter?: string | undefined;
  readonly template?: string | undefined;
  /** Arms that go before those of the configuration. */
  readonly own?: readonly WrittenArm[] | undefined;
};

/** An arm of which nothing is left to be said. */
export type ChosenArm = WrittenArm & { readonly model: string };

type Project = { readonly folder: string; readonly arms: readonly WrittenArm[] };

/** Arms of the configuration go before those of the box; arms of files are taken as they stand there. */
export function chooseArms(choice: ArmChoice, project: Project): readonly ChosenArm[] {
  const { adapter, template } = choice;
  const usual = usualArms({
    model: choice.model !== QUOTING,
    adapter: adapter !== undefined,
    template: template !== undefined,
  });
  const own = project.arms.map(({ name }) => name);
  const names = choice.names.length > 0 ? choice.names : own.length > 0 ? own : usual;
  const written = names.flatMap((name) =>
    isFile(name) ? readArms(project.folder, name) : [armCalled(name, project.arms)],
  );
  return written.map((arm) => complete(arm, choice));
}

function isFile(name: string): boolean {
  return [".json", ".yaml", ".yml"].includes(extname(name).toLowerCase());
}

function readArms(folder: string, path: string): readonly WrittenArm[] {
  const text = readProjectFile(folder, path, "--arms");
  const parsed = ARMS_SCHEMA.safeParse(listOf(text, path));
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => ({ message: `${issue.path.join(".")}: ${issue.message}` }));
  throw new SchoolbookError("input_invalid", `${path}: ${mistakes[0]?.message ?? "no arms"}.`, {
    hint: "A file of arms is a list; docs/exam.md shows one.",
    details: { mistakes },
  });
}

function listOf(text: string, path: string): unknown {
  try {
    const value: unknown = parse(text);
    return typeof value === "object" && value !== null && "arms" in value ? value.arms : value;
  } catch (cause) {
    throw new SchoolbookError("input_invalid", `${path} cannot be read as YAML or JSON.`, { cause });
  }
}

function armCalled(name: string, own: readonly WrittenArm[]): StandardArm | WrittenArm {
  const found = own.find((arm) => arm.name === name) ?? STANDARD_ARMS.find((arm) => arm.name === name);
  if (found !== undefined) return found;
  const known = [...own, ...STANDARD_ARMS].map((arm) => arm.name);
  const nearest = closestName(name, known);
  throw new SchoolbookError("usage", `There is no arm ${JSON.stringify(name)}.`, {
    hint: `${nearest === undefined ? "" : `Did you mean ${nearest}? `}Arms are ${known.join(", ")}, or a file of them.`,
  });
}

function complete(arm: StandardArm | WrittenArm, { model, adapter, template }: ArmChoice): ChosenArm {
  const { title: _, needs, ...written } = "title" in arm ? arm : { ...arm, title: "", needs: undefined };
  const chosen = { ...written, model: written.model ?? model };
  if (chosen.model === QUOTING && chosen.context !== "search") throw needsModel(arm.name);
  if (needs === "adapter") return { ...chosen, adapter: adapterOf(given(adapter, arm.name, "--adapter")) };
  if (needs === "template") return { ...chosen, template: given(template, arm.name, "--template") };
  return chosen;
}

function needsModel(arm: string): SchoolbookError {
  return new SchoolbookError(
    "usage",
    `The arm ${arm} needs a chat model; quoting has nothing but what a search finds.`,
    {
      hint: "Name a model with --model, such as --model nano, or ask the arm `quoting` alone.",
    },
  );
}

function given(value: string | undefined, arm: string, flag: string): string {
  if (value !== undefined) return value;
  throw new SchoolbookError("usage", `The arm ${arm} needs ${flag}.`, { hint: `Give ${flag}, or leave the arm out.` });
}

/** Whoever means a file gives all of its path. */
function adapterOf(text: string): NonNullable<WrittenArm["adapter"]> {
  return isAbsolute(text) ? { name: basename(text), path: text } : { name: text };
}

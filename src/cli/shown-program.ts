// How messages name the program, so that what they advise can be typed as it stands.
import { basename, dirname, join, relative, sep } from "node:path";

import type { CommandLineIo } from "./io.ts";

export type Start = Pick<CommandLineIo, "env" | "script" | "cwd">;

/** What was typed to start the program: in a clone, and in a project that has it as a dependency, no `schoolbook` is on the path. */
export function shownProgram({ env, script, cwd }: Start): string {
  const event = env["npm_lifecycle_event"];
  if (env["npm_package_name"] === "schoolbook" && (event === "start" || event === "schoolbook")) return throughNpm(env);
  if (event === "npx" || isLocalBin(script)) return "npx schoolbook";
  return script !== undefined && isClone(script) ? `node ${quoted(shownPath(script, cwd))}` : "schoolbook";
}

/** npm finds the clone from inside it; from elsewhere it must be told. */
function throughNpm(env: Start["env"]): string {
  const clone = dirname(env["npm_package_json"] ?? "");
  const from = env["INIT_CWD"] ?? clone;
  const isInside = clone === "." || from === clone || from.startsWith(clone + sep);
  return `npm ${isInside ? "" : `--prefix ${quoted(clone)} `}run schoolbook --`;
}

function isLocalBin(script: string | undefined): boolean {
  return script !== undefined && dirname(script).endsWith(join("node_modules", ".bin"));
}

/** The clone whose own program was started; undefined where Schoolbook is installed. */
export function cloneFolder({ script }: Pick<Start, "script">): string | undefined {
  return script !== undefined && isClone(script) ? dirname(dirname(script)) : undefined;
}

function isClone(script: string): boolean {
  return basename(script) === "schoolbook.mjs" && !script.split(sep).includes("node_modules");
}

/** A path below the current folder by its short name. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") ? path : short || ".";
}

/** ` --project …` where the command that ran needed it. */
export function shownProject(project: string | undefined): string {
  return project === undefined ? "" : ` --project ${quoted(project)}`;
}

function quoted(path: string): string {
  return /^[\w./~:\\-]+$/u.test(path) ? path : JSON.stringify(path);
}

const COMMAND = /`schoolbook ([^`]+)`/gu;
/** A new project is wherever it is made; one that is made anew is where it is. */
const NEEDS_NO_PROJECT = /^init\b(?! --force)|--(?:help|project)\b/u;

/** What those who look at what is somebody's have to say again. */
const NEEDS_AS =
  /^(?:ask|climb|feedback|library search|use|exam (?:check|compare|draft|export|page|run|show))\b(?!.* --as )/u;

export type Typed = {
  /** The folder that `--project` named. */
  readonly project: string | undefined;
  /** Whom `--as` named. */
  readonly as?: readonly string[];
};

/** Advice in which every command, which is written as `schoolbook …`, reads as it must be typed here. */
export function typable(advice: string, start: Start, { project, as = [] }: Typed): string {
  return advice.replaceAll(COMMAND, (_whole, words: string) => {
    const who = NEEDS_AS.test(words) ? as.map((name) => ` --as ${quoted(name)}`).join("") : "";
    const place = NEEDS_NO_PROJECT.test(words) ? "" : shownProject(project);
    return `\`${shownProgram(start)} ${words}${who}${place}\``;
  });
}

/** The same for help, whose examples stand behind a prompt; npm's own lines must not get into a pipe. */
export function typableHelp(help: string, start: Start): string {
  const program = shownProgram(start);
  const quiet = program.replace(" run schoolbook", " run --silent schoolbook");
  const examples = help.replaceAll(/^(\s*\$ )schoolbook (.*)$/gmu, (_whole, prompt: string, words: string) => {
    return `${prompt}${/ [|>] /u.test(words) ? quiet : program} ${words}`;
  });
  return typable(examples, start, { project: undefined });
}

// Puts a rung of a climb into use: what was examined, as it was examined, and only what was proven enough unless it is forced.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { PACKAGED_CLOSED_BOOK, PACKAGED_TEMPLATE } from "../../answer/model/prompt/packaged-template.ts";
import { readTemplate } from "../../answer/model/prompt/read-template.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { ClimbReport } from "../../ladder/climb/climb-report.ts";
import { QUOTING_ARM } from "../../ladder/climb/ladder-arms.ts";
import { explainVerdict } from "../../ladder/verdict/explain-verdict.ts";
import { listAdapters } from "../../school/adapters/adapter-shelf.ts";
import type { Arm } from "../../spec/exam.ts";
import { QUOTING } from "../config/config-schema.ts";
import { openProjectRun } from "../exam/run-project-exam.ts";
import { climbFolder } from "../ladder/climb/climb-folder.ts";
import { type ExampleAccess, exampleAccess } from "../ladder/climb/example-access.ts";
import { latestClimb, readClimbReport } from "../ladder/climb/write-report.ts";
import { resolveModel } from "../models/resolve-model.ts";
import type { Project, Reader } from "../project/project.ts";
import { shelfOf } from "../school/shelf-of.ts";
import { readServing, type Served, SERVED_SETTINGS, type Serving, writeServing } from "./serving-file.ts";

export type UseOptions = Pick<Reader, "as"> & {
  /** Default: the one that the verdict says to serve. */
  readonly arm?: string | undefined;
  /** Default: the climb that ended last. */
  readonly climb?: string | undefined;
  /** Although it is vetoed or not proven enough. */
  readonly force: boolean;
  readonly runtime: Runtime;
};

type Used = Pick<Project, "settings" | "principalsOf">;

export async function useArm(project: Used, { arm, climb, force, as, runtime }: UseOptions): Promise<Serving> {
  const report = readClimbReport(project, climb ?? latestClimb(project));
  // why: before anything is said of what the climb has measured, which is only for those whom it was made for.
  await using run = openProjectRun(project, { as, run: report.runs.test, runtime });
  const name = arm ?? decidedArm(report);
  const rung = servableOf(report, name);
  const unproven = whyUnproven(report, name);
  if (unproven !== undefined && !force) throw refused(`Not served: ${unproven}`);
  const examined = run.plan.arms.find((one) => one.name === name);
  if (examined === undefined) throw refused(`${name} was not asked in ${report.name}`);
  const served: Served = {
    arm: name,
    label: rung.label,
    climb: report.name,
    ...partsOf(project, report, examined),
    examples: accessOf(project, report, examined),
    madeFor: project.principalsOf(as),
    ...(unproven === undefined ? {} : { unproven }),
    registration: report.registration.hash,
    at: runtime.now(),
  };
  const { current, before } = readServing(project.settings);
  const serving = { current: served, before: [...before, current] };
  writeServing(project.settings, serving);
  return serving;
}

/** Back to what answered before. */
export function rollbackServing({ settings }: Pick<Project, "settings">): Serving {
  const { before } = readServing(settings);
  const last = before.at(-1);
  if (last === undefined) {
    throw new SchoolbookError("not_found", "Nothing was in use before.", {
      hint: "`schoolbook use --show` says what answers now.",
    });
  }
  const serving = { current: last, before: before.slice(0, -1) };
  writeServing(settings, serving);
  return serving;
}

function decidedArm({ verdict, explained, name }: ClimbReport): string {
  if (verdict.kind === "judged" && verdict.decision.kind === "serve") return verdict.decision.arm;
  throw new SchoolbookError("gate_open", `${name} ended without a rung to serve: ${explained.headline}`, {
    hint: `\`schoolbook climb report ${name}\` says what would prove one; \`schoolbook use A2 --climb ${name} --force\` names one that is used all the same.`,
  });
}

/** A rung, or the control that needs no model: what the others are given, nobody has outside an exam. */
function servableOf(report: ClimbReport, name: string) {
  const { arms } = report.registration.registration;
  const found = arms.find((arm) => arm.name === name);
  const rungs = arms.filter(({ role }) => role === "rung").map((arm) => arm.name);
  if (found === undefined) {
    throw new SchoolbookError("not_found", `${report.name} has no arm ${JSON.stringify(name)}.`, {
      hint: `Its rungs are ${rungs.join(", ")}.`,
    });
  }
  if (found.role === "rung" || name === QUOTING_ARM) return found;
  throw new SchoolbookError("input_invalid", `${name} is a control, and controls are not served.`, {
    hint: `The rungs are ${rungs.join(", ")}.`,
  });
}

/** In the words of the verdict; undefined: it is proven enough. */
function whyUnproven({ verdict }: ClimbReport, name: string): string | undefined {
  if (verdict.kind === "blocked") return "there is no verdict while answers are missing";
  const judged = [...verdict.rungs, ...(verdict.withoutModel === undefined ? [] : [verdict.withoutModel])];
  const finding = judged.find(({ arm }) => arm.name === name);
  if (finding === undefined) return "it was not tried";
  if (finding.state === "sufficient") return undefined;
  const said = explainVerdict(verdict).sentences.find(({ about, arm }) => about === "rung" && arm === name);
  return said?.text ?? "it is not proven enough";
}

function partsOf(project: Used, report: ClimbReport, examined: Arm) {
  const { context, adapter, settings = {} } = examined;
  if (context.kind !== "none" && context.kind !== "search")
    throw refused(`${examined.name} reads what no search finds`);
  const { temperature = 0, topP, seed, maxTokens } = settings;
  if (examined.name === QUOTING_ARM) return quotingParts(context);
  return {
    model: report.model,
    reference: referenceOf(project, report, examined),
    context: context.kind,
    template: templateOf(project, report, examined),
    ...(adapter === undefined ? {} : { adapter: shelvedName(project, adapter) }),
    settings: SERVED_SETTINGS.parse({
      ...(context.kind === "search" ? { passages: context.limit } : {}),
      maxReplyTokens: maxTokens,
      maxPromptTokens: settings.maxPromptTokens,
      sufficiency: settings.sufficiency,
      minChance: settings.minChance,
      rewrite: settings.rewrite,
      lookAgain: settings.lookAgain,
    }),
    sampling: {
      temperature,
      ...(topP === undefined ? {} : { topP }),
      ...(seed === undefined ? {} : { seed }),
    },
  };
}

/** Nothing but how much is read: quoting has no prompt and no settings of a model. */
function quotingParts(context: Extract<Arm["context"], { kind: "none" | "search" }>) {
  return {
    model: QUOTING,
    reference: QUOTING,
    context: context.kind,
    template: { hash: "none", text: "" },
    settings: SERVED_SETTINGS.parse(context.kind === "search" ? { passages: context.limit } : {}),
    sampling: { temperature: 0 },
  };
}

function referenceOf({ settings }: Used, report: ClimbReport, examined: Arm): string {
  const resolved = resolveModel(report.model, { models: settings.config.models });
  const now = resolved.kind === "engine" ? resolved.reference.text : "quoting";
  if (now === examined.model) return now;
  throw refused(`${report.model} stands for ${now} now, and ${examined.model} was examined`);
}

function accessOf(project: Used, { name }: ClimbReport, { template }: Arm): ExampleAccess {
  const access = exampleAccess(project, template) ?? { principals: [], sources: [] };
  if (access !== "unsaid") return access;
  throw new SchoolbookError("access_denied", `${name} does not say whom its worked examples may be told.`, {
    hint: `An earlier version made it: \`schoolbook climb --name ${name}\`, as it was called then, goes through it again.`,
  });
}

/** By what was examined: the prompts of the climb, the project's own, those of the package. */
function templateOf({ settings }: Used, report: ClimbReport, { template, context }: Arm): Served["template"] {
  const prompts = dirname(climbFolder({ settings }, report.name).prompt("x"));
  const own = settings.config.answer.template;
  const files = [...promptFiles(prompts), ...(own === undefined ? [] : [join(settings.folder, own)])];
  for (const path of [...files, PACKAGED_TEMPLATE, PACKAGED_CLOSED_BOOK]) {
    const text = textOf(path);
    if (text !== undefined && hashOf(text, context.kind === "none") === template.hash) {
      return { hash: template.hash, text };
    }
  }
  throw refused(`the prompt ${template.name} that was examined is not there any more`);
}

function promptFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .toSorted()
      .map((name) => join(folder, name));
  } catch {
    // why: a climb without prompts of its own has no such folder.
    return [];
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // why: a file that cannot be read is not the one that was examined, and the caller says so if none is.
    return undefined;
  }
}

function hashOf(text: string, isClosedBook: boolean): string | undefined {
  try {
    return readTemplate(text, "prompt", { isClosedBook }).hash;
  } catch {
    // why: a prompt of the other kind is not the one that is looked for.
    return undefined;
  }
}

/** By its weights: a project may have been moved, and an adapter trained anew under the same name. */
function shelvedName({ settings }: Used, { name, hash }: NonNullable<Arm["adapter"]>): string {
  const shelved = listAdapters(shelfOf(settings)).find(({ gguf }) => hash === sha256(readFileSync(gguf)));
  if (shelved !== undefined) return shelved.name;
  throw refused(`the adapter ${name}, as it was examined, is not on this project's shelf any more`);
}

function refused(what: string): SchoolbookError {
  return new SchoolbookError("gate_open", `${what.replace(/\.$/u, "")}.`, {
    hint: "The climb's report says what would prove it; --force uses a rung that is not proven all the same.",
  });
}

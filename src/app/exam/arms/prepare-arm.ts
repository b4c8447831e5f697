// From an arm as people write it to the arm as data, which names everything that its answers depend on, and to what answers for it.
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";

import type { AnsweringSettings, ModelAnswering } from "../../../answer/model/model-answering.ts";
import type { Price } from "../../../answer/model/price.ts";
import { closedBookTemplate, packagedTemplate } from "../../../answer/model/prompt/packaged-template.ts";
import { type AnswerTemplate, readTemplate } from "../../../answer/model/prompt/read-template.ts";
import { SchoolbookError } from "../../../core/errors.ts";
import { sha256, shortHash } from "../../../core/hash.ts";
import { listAdapters } from "../../../school/adapters/adapter-shelf.ts";
import type { Arm, ArmContext } from "../../../spec/exam.ts";
import { modelContext, placesOf } from "../../models/model-context.ts";
import { type EngineModel, resolveModel } from "../../models/resolve-model.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { readProjectFile } from "../../project/read-project-file.ts";
import { shelfOf } from "../../school/shelf-of.ts";
import { VERSION } from "../../version.ts";
import type { ChosenArm } from "./choose-arms.ts";
import { modelVersion } from "./model-version.ts";

/** An arm and what answers for it; `settings` and `template` are those of a chat model. */
export type PreparedArm = {
  readonly arm: Arm;
  /** As the configuration or a flag calls it. */
  readonly model: string;
  readonly answering: Answering;
};

export type Answering =
  | { readonly kind: "quoting" }
  | {
      readonly kind: "model";
      readonly template: AnswerTemplate;
      readonly settings: AnsweringSettings;
      readonly sampling: NonNullable<ModelAnswering["sampling"]>;
      /** Undefined: nobody knows. What runs on this machine costs nothing unless a price is configured. */
      readonly price: Price | undefined;
      /** Calls that make sense at once; undefined: as many as its server bears. */
      readonly concurrency: number | undefined;
      /** How long a whole reply may take, where that is configured. */
      readonly maxDurationMs: number | undefined;
    };

/** What an arm lays before a model of the whole library, unless it says otherwise. */
export const WHOLE_LIBRARY_TOKENS = 100_000;
const FREE: Price = { input: 0, output: 0 };

export async function prepareArm(
  context: ProjectContext,
  chosen: ChosenArm,
  library: string | undefined,
): Promise<PreparedArm> {
  const { config } = context.project;
  const resolved = resolveModel(chosen.model, { models: config.models });
  if (resolved.kind === "quoting") return quotingArm(chosen, config.answer.passages, needed(library));
  const settings = settingsOf(context, chosen);
  const template = templateOf(context, chosen);
  const { temperature = 0, topP, seed } = chosen;
  const sampling = {
    temperature,
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
  };
  const { sufficiency, minChance, rewrite, divide, lookAgain } = settings;
  const { maxPromptTokens, maxReplyTokens: maxTokens } = settings;
  const arm: Arm = {
    name: chosen.name,
    context: contextOf(chosen, settings, library),
    model: resolved.reference.text,
    ...(chosen.adapter === undefined ? {} : { adapter: adapterOf(context, chosen.adapter) }),
    template: { name: template.name, hash: template.hash },
    settings: { ...sampling, maxTokens, maxPromptTokens, sufficiency, minChance, rewrite, divide, lookAgain },
    version: modelVersion(resolved),
  };
  const known = await statusOf(context, resolved);
  return { arm, model: chosen.model, answering: { kind: "model", template, settings, sampling, ...known } };
}

function quotingArm({ name, model, passages }: ChosenArm, usual: number, library: string): PreparedArm {
  const limit = passages ?? usual;
  const version = shortHash(VERSION);
  const template = { name: "none", hash: "none" };
  const arm: Arm = { name, context: { kind: "search", limit, library }, model: "quoting", template, version };
  return { arm, model, answering: { kind: "quoting" } };
}

function settingsOf({ project }: ProjectContext, chosen: ChosenArm) {
  const { passages, maxReplyTokens, maxTokens, context, sufficiency } = chosen;
  const { template: _, ...usual } = project.config.answer;
  return {
    ...usual,
    passages: passages ?? usual.passages,
    maxReplyTokens: maxReplyTokens ?? usual.maxReplyTokens,
    sufficiency: sufficiency ?? usual.sufficiency,
    wholeLibraryTokens: context === "whole-library" ? (maxTokens ?? WHOLE_LIBRARY_TOKENS) : 0,
  };
}

function contextOf(
  { context }: ChosenArm,
  { passages, wholeLibraryTokens }: AnsweringSettings,
  library: string | undefined,
): ArmContext {
  switch (context) {
    case "none":
      return { kind: "none" };
    case "search":
      return { kind: "search", limit: passages, library: needed(library) };
    case "oracle":
      return { kind: "oracle", library: needed(library) };
    case "whole-library":
      return { kind: "whole-library", maxTokens: wholeLibraryTokens, library: needed(library) };
    default:
      return context satisfies never;
  }
}

function needed(library: string | undefined): string {
  if (library !== undefined) return library;
  throw new SchoolbookError("library_missing", "There is no library yet that an open book could be read from.");
}

function templateOf({ project }: ProjectContext, { context, template }: ChosenArm) {
  const isClosedBook = context === "none";
  const path = template ?? (isClosedBook ? undefined : project.config.answer.template);
  if (path === undefined)
    return isClosedBook ? { name: "closed-book", ...closedBookTemplate() } : { name: "answer", ...packagedTemplate() };
  const read = readTemplate(readProjectFile(project.folder, path, "template"), path, { isClosedBook });
  return { name: basename(path), ...read };
}

/** By its path, or from the project's shelf; any other name is one that the server knows. */
function adapterOf({ project }: ProjectContext, { name, path, scale }: NonNullable<ChosenArm["adapter"]>) {
  const shelved = listAdapters(shelfOf(project)).find((adapter) => adapter.name === name)?.gguf;
  const file = path === undefined ? shelved : resolve(project.folder, path);
  return {
    name,
    ...(file === undefined ? {} : { path: file, hash: hashFile(file) }),
    ...(scale === undefined ? {} : { scale }),
  };
}

function hashFile(path: string): string {
  try {
    return sha256(readFileSync(path));
  } catch (cause) {
    throw new SchoolbookError("not_found", `The adapter ${path} cannot be read.`, { hint: "Check the path.", cause });
  }
}

async function statusOf(context: ProjectContext, { engine, reference, options, ...model }: EngineModel) {
  const { runtime, offline, project } = context;
  const wiring = { runtime, offline, ...placesOf(project) };
  const { local } = await engine.inspect(reference, modelContext({ engine, reference, options, ...model }, wiring));
  const isInProcess = local && engine.served === undefined;
  return {
    price: options.price ?? (local ? FREE : undefined),
    // why: one model on this machine does not get faster by being asked twice at once.
    concurrency: options.concurrency ?? (isInProcess ? 1 : undefined),
    maxDurationMs: options.maxDurationMs,
  };
}

// Answers a question on a project's library: by quoting, or by the chat model that the settings or the caller name.
import { createModelAnswerer } from "../../answer/model/create-model-answerer.ts";
import { packagedTemplate } from "../../answer/model/prompt/packaged-template.ts";
import { readTemplate, type AnswerTemplate } from "../../answer/model/prompt/read-template.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { STANDARD_ANALYZER } from "../../library/index/analyze.ts";
import type { Answerer, AnswerEvent } from "../../spec/answer.ts";
import type { ChatAdapter } from "../../spec/chat.ts";
import { resolveModel, type EngineModel } from "../models/resolve-model.ts";
import { shelfOf } from "../school/shelf-of.ts";
import { readServing, type Served } from "../serving/serving-file.ts";
import { refuseTooOpen } from "./check-access.ts";
import { canRead, checkedStore, readChecked } from "./checked-store.ts";
import { withExactHeadings } from "./exact-headings.ts";
import type { ProjectContext } from "./project-context.ts";
import type { AskOptions } from "./project.ts";
import { quotingAnswerer } from "./quoting-answerer.ts";
import { readAllOf } from "./read-all.ts";
import { readProjectFile } from "./read-project-file.ts";
import { principalsFor, retrieverOf } from "./retriever-of.ts";

export async function* askProject(
  context: ProjectContext,
  question: string,
  { as, signal, history, json, model, adapter }: AskOptions,
): AsyncGenerator<AnswerEvent> {
  await refuseTooOpen(context);
  const store = await checkedStore(context);
  const asked = { model: model ?? context.project.config.model, as, ...(adapter === undefined ? {} : { adapter }) };
  // why: whoever names a model or an adapter asks for that one, whatever is in use.
  const isNamed = model !== undefined || adapter !== undefined;
  const served = isNamed ? null : readServing(context.project).current;
  const used = isNamed ? adapter : served?.adapter;
  const answerer = served === null ? await answererOf(context, asked) : await servedBy(context, served, as);
  if (json !== undefined && answerer.id === QUOTING_ID) throw cannotFill();
  const principals = principalsFor(context, as);
  const events = answerer.answer({
    question,
    principals,
    ...(signal === undefined ? {} : { abortSignal: signal }),
    ...(history === undefined ? {} : { history }),
    ...(json === undefined ? {} : { json }),
  });
  const exact = withExactHeadings(events, async (id) => store.document(id, principals));
  for await (const event of exact) {
    const isLast = event.kind === "finish" && used !== undefined;
    yield isLast ? { ...event, answer: { ...event.answer, adapter: used } } : event;
  }
}

const QUOTING_ID = "quoting";

function cannotFill(): SchoolbookError {
  return new SchoolbookError("input_invalid", "Quoting cannot answer by a JSON schema.", {
    hint: "Name a chat model with `model` in the configuration, or with --model.",
  });
}

type Asked = Required<Pick<AskOptions, "model" | "as">> & Pick<AskOptions, "adapter">;

async function answererOf(context: ProjectContext, asked: Asked): Promise<Answerer> {
  const model = resolveModel(asked.model, { models: context.project.config.models });
  if (model.kind === "engine") return modelAnswerer(context, model, asked);
  if (asked.adapter !== undefined) {
    throw new SchoolbookError("input_invalid", "Quoting cannot answer with an adapter.", {
      hint: "Name the model that it was trained on with --model.",
    });
  }
  return quotingAnswerer(context);
}

/** The rung that `schoolbook use` has put into use. */
async function servedBy(context: ProjectContext, served: Served, as: AskOptions["as"]): Promise<Answerer> {
  const { servedAnswerer } = await import("../serving/served-answerer.ts");
  return servedAnswerer(context, served, as);
}

async function modelAnswerer(
  context: ProjectContext,
  { options, reference }: EngineModel,
  asked: Asked,
): Promise<Answerer> {
  const { runtime, models, project, library } = context;
  const { template: _, ...settings } = project.config.answer;
  const template = templateOf(context);
  const adapter = await adapterOf(context, reference.text, asked);
  const store = await checkedStore(context);
  const readAll = readAllOf(await library.forReading());
  return createModelAnswerer({
    model: await models.chat(asked.model),
    ...(adapter === undefined ? {} : { adapter }),
    retriever: await retrieverOf(context),
    readDocument: async (id, readers) => store.document(id, readers),
    // why: checked once for all documents, each of which is read before.
    readAll: async (principals, maxTokens) => readChecked(context, async () => readAll(principals, maxTokens)),
    analyze: STANDARD_ANALYZER,
    template,
    settings,
    runtime,
    ...(options.price === undefined ? {} : { price: options.price }),
  });
}

async function adapterOf(
  context: ProjectContext,
  model: string,
  { adapter: name, as }: Asked,
): Promise<ChatAdapter | undefined> {
  if (name === undefined) return undefined;
  // why: most questions are asked without one.
  const { serveAdapter } = await import("../school/serve-adapter.ts");
  const { project } = context;
  const principals = principalsFor(context, as);
  const reading = { principals, canRead: canRead(context, principals) };
  return serveAdapter({ name, model, ...reading, shelf: shelfOf(project), start: project.folder });
}

function templateOf({ project }: ProjectContext): AnswerTemplate {
  const { template } = project.config.answer;
  if (template === undefined) return packagedTemplate();
  return readTemplate(readProjectFile(project.folder, template, "answer.template"), template);
}

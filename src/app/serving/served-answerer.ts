// Answers as the rung in use was examined: its model, its prompt, its passages, its adapter.
import { createModelAnswerer } from "../../answer/model/create-model-answerer.ts";
import { readTemplate } from "../../answer/model/prompt/read-template.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { STANDARD_ANALYZER } from "../../library/index/analyze.ts";
import type { Principals } from "../../spec/access.ts";
import type { Answerer } from "../../spec/answer.ts";
import { QUOTING } from "../config/config-schema.ts";
import { isToldTo } from "../ladder/climb/example-access.ts";
import { resolveModel } from "../models/resolve-model.ts";
import { canRead, checkedStore } from "../project/checked-store.ts";
import type { ProjectContext } from "../project/project-context.ts";
import { quotingAnswerer } from "../project/quoting-answerer.ts";
import { principalsFor, retrieverOf } from "../project/retriever-of.ts";
import { serveAdapter } from "../school/serve-adapter.ts";
import { shelfOf } from "../school/shelf-of.ts";
import { type Served, servedName } from "./serving-file.ts";

export async function servedAnswerer(context: ProjectContext, served: Served, as: Principals): Promise<Answerer> {
  const { project, models, runtime } = context;
  const resolved = resolveModel(served.model, { models: project.config.models });
  // why: it has no prompt that could tell anybody anything, and quotes what its asker may read.
  if (resolved.kind === "quoting" && served.reference === QUOTING)
    return quotingAnswerer(context, { passages: served.settings.passages });
  if (resolved.kind !== "engine" || resolved.reference.text !== served.reference) throw changed(served);
  const isClosedBook = served.context === "none";
  const store = await checkedStore(context);
  const principals = principalsFor(context, as);
  const { examples } = served;
  if (examples === undefined) throw unsaid(served);
  const open = new Set<string>();
  for (const id of examples.sources) if ((await store.document(id, principals)) !== undefined) open.add(id);
  if (!isToldTo(examples, principals, (id) => open.has(id))) throw uncleared(served);
  const { adapter: name, sampling, settings, reference: model } = served;
  const { temperature, topP, seed } = sampling;
  const reading = { principals, canRead: canRead(context, principals) };
  return createModelAnswerer({
    model: await models.chat(served.model),
    ...(name === undefined
      ? {}
      : { adapter: await serveAdapter({ name, model, ...reading, shelf: shelfOf(project), start: project.folder }) }),
    retriever: await retrieverOf(context),
    readDocument: async (id, readers) => store.document(id, readers),
    ...(isClosedBook
      ? { givePassages: async () => Promise.resolve({ passages: [], retrieval: "none" as const }) }
      : {}),
    analyze: STANDARD_ANALYZER,
    template: readTemplate(served.template.text, `the prompt of ${served.arm}`, { isClosedBook }),
    settings: { ...settings, divide: project.config.answer.divide, wholeLibraryTokens: 0 },
    sampling: {
      temperature,
      ...(topP === undefined ? {} : { topP }),
      ...(seed === undefined ? {} : { seed }),
    },
    runtime,
    ...(resolved.options.price === undefined ? {} : { price: resolved.options.price }),
  });
}

/** The prompt can be asked for word by word. */
function uncleared(served: Served): SchoolbookError {
  return new SchoolbookError(
    "access_denied",
    `${servedName(served)} does not answer you: the worked examples in its prompt rest on what you may not see.`,
    { hint: "Say with --as who asks, name a model with --model, or choose another rung with `schoolbook use`." },
  );
}

function unsaid(served: Served): SchoolbookError {
  return new SchoolbookError("access_denied", `Nothing says whom ${servedName(served)} may answer.`, {
    hint: `An earlier version put it into use: choose it again with \`schoolbook use ${served.arm} --climb ${served.climb}\`.`,
  });
}

function changed({ model, reference, climb }: Served): SchoolbookError {
  return new SchoolbookError("config_invalid", `${model} is not ${reference} any more, which ${climb} examined.`, {
    hint: "Set the model back, climb again, or go back with `schoolbook use --rollback`.",
  });
}

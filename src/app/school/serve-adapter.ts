// Looks up an adapter for a question: refused where the model is not its base, or whoever asks is not cleared for its sources.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import { type AdapterAccess, isClearedFor } from "../../school/adapters/adapter-manifest.ts";
import {
  type DamagedAdapter,
  readAdapter,
  readShelf,
  type Shelf,
  type ShelvedAdapter,
} from "../../school/adapters/adapter-shelf.ts";
import type { Principals } from "../../spec/access.ts";
import type { ChatAdapter } from "../../spec/chat.ts";
import type { DocumentId } from "../../spec/document.ts";
import { loadProject } from "../config/load-project.ts";
import type { OpenOptions } from "../open-project.ts";
import { baseFolder } from "./base-folder.ts";
import { shelfOf } from "./shelf-of.ts";

export type { DamagedAdapter };

export type Serving = {
  readonly name: string;
  /** As the question names it: the reference of the adapter's base. */
  readonly model: string;
  readonly principals: Principals;
  readonly shelf: string;
  readonly canRead: CanRead;
  /** Where a relative path of a base begins. */
  readonly start: string;
};

/** Whether whoever asks may read a document as it is now; false where it is gone. */
export type CanRead = (id: DocumentId) => Promise<boolean>;

export async function serveAdapter(serving: Serving): Promise<ChatAdapter> {
  const { gguf } = (await fittingAdapter(serving)).adapter;
  return { name: serving.name, path: gguf };
}

/** Without a model it is the adapter's own base; `baseAt` is where that lies now, if it lies elsewhere. */
export type Fitting = Omit<Serving, "model"> & { readonly model?: string; readonly baseAt?: string };

export type FittingAdapter = { readonly adapter: ShelvedAdapter; readonly baseFolder: string };

/** The one rule of who may have an adapter and beside what, for answers and for exports alike. */
export async function fittingAdapter(fitting: Fitting): Promise<FittingAdapter> {
  const { name, model, shelf, start, baseAt } = fitting;
  const adapter = readAdapter(shelf, name);
  // why: the same words as for one that is not there, so that nobody learns what others have trained.
  if (!(await isClearedToday(adapter, fitting))) throw notFound(name);
  if (model !== undefined && adapter.base !== model) {
    throw mismatch(adapter, `it was trained on ${adapter.base}, not on ${model}`);
  }
  if (!existsSync(adapter.gguf)) throw mismatch(adapter, "its file is not there any more");
  if (hashOf(adapter.gguf) !== adapter.weightsHash) throw mismatch(adapter, "its file is another than was trained");
  const folder = baseFolder(baseAt ?? adapter.base, [start]);
  if (hashOf(join(folder, "model.safetensors")) !== adapter.baseHash) {
    throw mismatch(adapter, `the weights of ${baseAt ?? adapter.base} are others than it was trained on`);
  }
  const template = join(folder, "chat_template.jinja");
  if (!existsSync(template) || sha256(readFileSync(template, "utf8")) !== adapter.templateHash) {
    throw mismatch(adapter, `the chat template of ${baseAt ?? adapter.base} is another than it was trained with`);
  }
  return { adapter, baseFolder: folder };
}

export type Clearing = Pick<Serving, "principals" | "canRead">;

/**
 * By the lists of its training, and by those that its documents have now: what has been closed since or taken away closes it too,
 * since nobody knows then who might read it.
 */
export async function isClearedToday(
  { acls, sources = [] }: AdapterAccess,
  { principals, canRead }: Clearing,
): Promise<boolean> {
  if (!isClearedFor({ acls }, principals)) return false;
  for (const id of sources) if (!(await canRead(id))) return false;
  return true;
}

/** All that whoever owns the project has trained: a list for its keeper, not for those who ask. */
export async function projectAdapters(options: OpenOptions): Promise<Shelf> {
  return readShelf(shelfOf(await loadProject({ ...options, env: options.runtime?.env ?? process.env })));
}

export async function projectAdapter(name: string, options: OpenOptions): Promise<ShelvedAdapter> {
  return readAdapter(shelfOf(await loadProject({ ...options, env: options.runtime?.env ?? process.env })), name);
}

function hashOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function notFound(name: string): SchoolbookError {
  return new SchoolbookError("not_found", `There is no adapter ${name}.`, {
    hint: "`schoolbook school adapters list` shows those that there are; one whose documents were closed or taken away since is trained anew without them.",
  });
}

function mismatch({ name }: ShelvedAdapter, why: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `The adapter ${name} does not fit: ${why}.`, {
    hint: "Name its base with --model, or train it anew on the present one.",
  });
}

// Which files of a repository are fetched: those that were named, or those that its kind of model needs.
import { SchoolbookError } from "../../../core/errors.ts";
import { createGlobMatcher, GLOB } from "../../../sources/glob.ts";
import { closestName } from "../../closest-name.ts";
import type { HubReference } from "../cache/pull-reference.ts";
import type { HubFile } from "./read-repository.ts";
import { firstOfSplit, withItsSplits } from "./split-files.ts";

/** Schema of a pattern of --include and --exclude. */
export const FILE_PATTERN = GLOB;

export type Choice = {
  /** Patterns; given, they stand in for what the kind of model needs. */
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
};

/** What stands beside weights and says how to use them. No code: a model is data. */
const COMPANION =
  /^(?:[\w-]*config[\w-]*\.json|tokenizer[\w.-]*|special_tokens_map\.json|added_tokens\.json|vocab\.(?:json|txt)|merges\.txt|[\w.-]*\.tiktoken|(?:spiece|sentencepiece[\w.]*)\.model|chat_template\.(?:jinja|json)|modules\.json|\d+_\w+\/config\.json)$/u;
const PAPERS = /^(?:README\.md|(?:LICEN[CS]E|NOTICE|USE_POLICY)[\w.-]*)$/iu;
const SAFETENSORS = /^(?:\d+_\w+\/)?[\w.-]+\.safetensors(?:\.index\.json)?$/u;
/** A second copy of the same weights in another layout. */
const CONSOLIDATED = /^consolidated[\w.-]*\.safetensors/u;
/** GGUF files that are no model of their own. */
const NO_MODEL = /(?:^|\/)(?:mmproj|imatrix)|imatrix\.gguf$/iu;
const SHOWN = 12;

export function chooseFiles(
  files: readonly HubFile[],
  reference: HubReference,
  choice: Choice = {},
): readonly HubFile[] {
  const { include = [], exclude = [] } = choice;
  const chosen =
    reference.file === undefined
      ? chooseMany(files, reference, include)
      : chooseNamed(files, reference, reference.file);
  const refused = createGlobMatcher(exclude);
  const kept = chosen.filter(({ path }) => !refused.matches(path));
  if (kept.length > 0) return kept;
  throw new SchoolbookError("not_found", `${reference.name}: no file is left to fetch.`, {
    hint: listHint(files),
    details: detailsOf(files),
  });
}

function chooseMany(
  files: readonly HubFile[],
  reference: HubReference,
  include: readonly string[],
): readonly HubFile[] {
  if (include.length === 0) return chooseNeeded(files, reference);
  const wanted = createGlobMatcher(include);
  return files.filter(({ path }) => wanted.matches(path));
}

function chooseNamed(files: readonly HubFile[], reference: HubReference, name: string): readonly HubFile[] {
  const exact = files.find(({ path }) => path === name);
  if (exact !== undefined) return withCompanions(exact, files);
  const wanted = createGlobMatcher([name]);
  if (/[*?[]/u.test(name)) {
    const matching = files.filter(({ path }) => wanted.matches(path));
    if (matching.length > 0) return matching;
  }
  const quantised = ggufModels(files).filter(({ path }) => hasQuantisation(path, name));
  const [first, second] = quantised;
  if (first !== undefined && second === undefined) return withItsSplits(first, files);
  if (first !== undefined) throw ambiguous(reference, quantised, `${name} fits`);
  throw unknownFile(files, reference, name);
}

/** `model-Q4_K_M.gguf` for `q4_k_m`. */
function hasQuantisation(path: string, tag: string): boolean {
  const name = path.replace(/-00001-of-\d{5}(?=\.gguf$)/u, "").toLowerCase();
  return name.endsWith(`-${tag.toLowerCase()}.gguf`) || name.endsWith(`.${tag.toLowerCase()}.gguf`);
}

function withCompanions(file: HubFile, files: readonly HubFile[]): readonly HubFile[] {
  if (!file.path.endsWith(".onnx")) return withItsSplits(file, files);
  const data = files.filter(({ path }) => path.startsWith(`${file.path}_data`) || path === `${file.path}.data`);
  return [file, ...data, ...files.filter(({ path }) => COMPANION.test(path))];
}

/** Safetensors with all that belongs to them, else the only GGUF model, else the ONNX model. */
function chooseNeeded(files: readonly HubFile[], reference: HubReference): readonly HubFile[] {
  const besides = files.filter(({ path }) => COMPANION.test(path) || PAPERS.test(path));
  const safetensors = files.filter(({ path }) => SAFETENSORS.test(path));
  const plain = safetensors.filter(({ path }) => !CONSOLIDATED.test(path));
  if (safetensors.length > 0) return unique([...(plain.length > 0 ? plain : safetensors), ...besides]);
  const gguf = ggufModels(files);
  const [first, second] = gguf;
  if (second !== undefined) throw ambiguous(reference, gguf, "The repository holds");
  if (first !== undefined) return unique([...withItsSplits(first, files), ...besides]);
  const onnx = files.find(({ path }) => path === "onnx/model.onnx" || path === "model.onnx");
  if (onnx !== undefined) return unique([...withCompanions(onnx, files), ...besides]);
  throw noModel(files, reference);
}

/** One for each model, the first of a split one. */
function ggufModels(files: readonly HubFile[]): readonly HubFile[] {
  return files.filter(({ path }) => path.endsWith(".gguf") && !NO_MODEL.test(path) && firstOfSplit(path) === path);
}

function unique(files: readonly HubFile[]): readonly HubFile[] {
  return [...new Set(files)];
}

function ambiguous({ repo, name }: HubReference, models: readonly HubFile[], lead: string): SchoolbookError {
  const shown = models
    .slice(0, SHOWN)
    .map(({ path, size }) => (size === undefined ? path : `${path} (${(size / 1e9).toFixed(1)} GB)`));
  const rest = models.length > SHOWN ? `, and ${models.length - SHOWN} more` : "";
  const example = models.find(({ path }) => hasQuantisation(path, "Q4_K_M")) ?? models[0];
  return new SchoolbookError(
    "input_invalid",
    `${name}: ${lead} ${models.length} GGUF models; name one: ${shown.join(", ")}${rest}.`,
    {
      hint: `For example \`schoolbook models pull hf:${repo}:${example?.path ?? ""}\`.`,
      details: detailsOf(models),
    },
  );
}

function unknownFile(files: readonly HubFile[], { repo, revision }: HubReference, name: string): SchoolbookError {
  const nearest = closestName(
    name,
    files.map(({ path }) => path),
  );
  return new SchoolbookError("not_found", `There is no file ${name} in ${repo} at ${revision}.`, {
    hint: nearest === undefined ? listHint(files) : `Did you mean ${nearest}? ${listHint(files)}`,
    details: detailsOf(files),
  });
}

function noModel(files: readonly HubFile[], { repo, name }: HubReference): SchoolbookError {
  const hasPickles = files.some(({ path }) => /\.(?:bin|pt|pth|ckpt)$/u.test(path));
  const why = hasPickles
    ? "only weights in Python's pickle form, which can run code when they are loaded"
    : "no weights in a form that is known here";
  return new SchoolbookError("not_found", `${repo} holds ${why}.`, {
    hint: `${listHint(files)} To fetch some all the same: \`schoolbook models pull ${name} --include "*"\`.`,
    details: detailsOf(files),
  });
}

function listHint(files: readonly HubFile[]): string {
  const shown = files.slice(0, SHOWN).map(({ path }) => path);
  const rest = files.length > SHOWN ? `, and ${files.length - SHOWN} more; --json lists all` : "";
  return `It has: ${shown.join(", ")}${rest}.`;
}

function detailsOf(files: readonly HubFile[]): Readonly<Record<string, unknown>> {
  return { files: files.map(({ path, size }) => ({ path, size })) };
}

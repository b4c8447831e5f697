// Exports a trained adapter for the program that will serve it, to whoever is cleared for all that it was trained on.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import { sha256 } from "../../../core/hash.ts";
import { type Runtime, systemRuntime } from "../../../core/runtime.ts";
import type { ShelvedAdapter } from "../../../school/adapters/adapter-shelf.ts";
import type { Acl, Principals } from "../../../spec/access.ts";
import { convertLoraToGguf } from "../../../weights/lora/convert-lora-to-gguf.ts";
import { refuseQuantised } from "../../../weights/lora/refuse-quantised.ts";
import { loadProject } from "../../config/load-project.ts";
import { expandPrincipals } from "../../expand-principals.ts";
import { openProject, type OpenOptions } from "../../open-project.ts";
import { VERSION } from "../../version.ts";
import { type Fitting, type FittingAdapter, fittingAdapter } from "../serve-adapter.ts";
import { shelfOf } from "../shelf-of.ts";
import { checkForm, isChecked } from "./check-form.ts";
import type { FormCheck } from "./compare-forms.ts";
import { EXPORT_KIND, EXPORT_MARK } from "./export-mark.ts";
import { writeExportFolder } from "./write-export-folder.ts";
import { type ExportForm, type WrittenForm, writeForm } from "./write-form.ts";

export type { ExportForm } from "./write-form.ts";

export type ExportRequest = {
  readonly name: string;
  readonly form: ExportForm;
  /** Who exports it; whoever is not cleared is told that there is none. */
  readonly as: Principals;
  /** Absolute; a folder. */
  readonly out: string;
  /** What the server calls the base; for `merged`, the folder of its weights, if that is not where it was. */
  readonly base?: string;
  /** `merged` is always compared where it can be. */
  readonly verify?: boolean;
  readonly force?: boolean;
  readonly signal?: AbortSignal;
};

export type ExportReport = WrittenForm & {
  readonly name: string;
  readonly form: ExportForm;
  readonly out: string;
  readonly base: string;
  /** One list for each kind of source; whoever is served must be cleared for all. */
  readonly acls: readonly Acl[];
  readonly check?: FormCheck;
};

export async function exportAdapter(request: ExportRequest, options: OpenOptions): Promise<ExportReport> {
  const runtime = options.runtime ?? systemRuntime();
  const project = await loadProject({ ...options, env: runtime.env });
  const { name, form, out, base, force = false, signal } = request;
  const start = options.start ?? process.cwd();
  const baseAt = form === "merged" && base !== undefined ? resolve(start, base) : undefined;
  if (baseAt !== undefined) await refuseQuantised(baseAt);
  const asking = { name, principals: expandPrincipals(request.as, project.config.people), shelf: shelfOf(project) };
  const fitting = await fittingNow(
    { ...asking, start: project.folder, ...(baseAt === undefined ? {} : { baseAt }) },
    { ...options, runtime },
  );
  const checks = await isChecked(form, request.verify ?? false, fitting.baseFolder);
  const { maxPromptTokens, maxReplyTokens } = project.config.answer;
  return writeExportFolder({ out, force, runtime }, async (folder) => {
    await refuseOthers(fitting, folder);
    const written = await writeForm({
      ...fitting,
      form,
      folder,
      out,
      base,
      wantedTokens: maxPromptTokens + maxReplyTokens,
      signal,
    });
    const check = checks ? await checkForm({ ...fitting, form, folder, project, runtime }) : undefined;
    const manifest = manifestOf(fitting.adapter, { form, check, runtime, files: readdirSync(folder) });
    writeFileSync(join(folder, EXPORT_MARK), `${JSON.stringify(manifest, undefined, 2)}\n`);
    const { acls } = fitting.adapter;
    return { ...written, name, form, out, base: base ?? fitting.adapter.base, acls, ...(check && { check }) };
  });
}

/** The library is opened only for an adapter that was made from documents of it. */
async function fittingNow(fitting: Omit<Fitting, "canRead">, options: OpenOptions): Promise<FittingAdapter> {
  await using project = await openProject(options);
  const { principals: as } = fitting;
  const canRead = async (id: string) => (await project.document(id, { as })) !== undefined;
  return await fittingAdapter({ ...fitting, canRead });
}

/** The GGUF file is what the manifest knows; the other layout must hold the very same numbers. */
async function refuseOthers({ adapter, baseFolder }: FittingAdapter, folder: string): Promise<void> {
  const out = join(folder, "again.gguf");
  await convertLoraToGguf({ folder: join(adapter.folder, "adapter"), baseFolder, out, name: adapter.name });
  const same = sha256(readFileSync(out)) === adapter.weightsHash;
  rmSync(out);
  if (same) return;
  throw new SchoolbookError("input_invalid", `The adapter ${adapter.name} does not fit: its two files differ.`, {
    hint: "Train it anew: what lies in its folder is not what was trained.",
  });
}

type Exported = {
  readonly form: ExportForm;
  readonly check: FormCheck | undefined;
  readonly files: readonly string[];
  readonly runtime: Pick<Runtime, "now">;
};

/** Where the adapter lay, and what the documents of this library are called, is nobody's business elsewhere. */
function manifestOf(shelved: ShelvedAdapter, { form, check, files, runtime }: Exported) {
  const { folder: _folder, gguf: _gguf, sources: _sources, ...adapter } = shelved;
  const exportedAt = new Date(runtime.now()).toISOString();
  return {
    kind: EXPORT_KIND,
    version: 1,
    form,
    exportedAt,
    exportedBy: VERSION,
    files,
    ...(check && { check }),
    adapter,
  };
}

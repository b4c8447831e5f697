// Which forms are compared with what was trained, and by what: a merged model always, others where somebody asks.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { userFolder } from "../../../core/user-folder.ts";
import { convertToGguf } from "../../../weights/convert-to-gguf.ts";
import type { LoadedProject } from "../../config/load-project.ts";
import type { FittingAdapter } from "../serve-adapter.ts";
import { canCompare, compareForms, type FormCheck } from "./compare-forms.ts";
import { compareServed } from "./compare-served.ts";
import { BASE_FILE, type ExportForm } from "./write-form.ts";

export type FormToCheck = FittingAdapter & {
  readonly form: ExportForm;
  /** What was written, before it is moved to its place. */
  readonly folder: string;
  readonly project: Pick<LoadedProject, "enginesPath">;
  readonly runtime: Runtime;
};

/** Asked for where it cannot be done is refused before anything is written. */
export async function isChecked(form: ExportForm, verify: boolean, baseFolder: string): Promise<boolean> {
  if (!verify && form !== "merged") return false;
  const able = await canCompare(baseFolder);
  if (able || !verify) return able;
  throw new SchoolbookError("input_invalid", "The base is too large to be computed here, so nothing is compared.", {
    hint: "Leave --verify out, and run the exam against the server that serves the export.",
  });
}

export async function checkForm({ form, folder, ...checking }: FormToCheck): Promise<FormCheck> {
  const { adapter, baseFolder, project, runtime } = checking;
  const forms = { baseFolder, adapterFolder: join(adapter.folder, "adapter") };
  if (form === "merged") return compareForms({ ...forms, mergedFolder: folder });
  if (form === "vllm") return compareForms(forms);
  const baseGguf = join(folder, BASE_FILE);
  const isPart = existsSync(baseGguf);
  if (!isPart) await convertToGguf({ folder: baseFolder, out: baseGguf, format: "F16" });
  const enginesFolder = project.enginesPath ?? join(userFolder(runtime.env), "engines");
  const served = { name: adapter.name, path: adapter.gguf };
  const check = await compareServed({ ...forms, baseGguf, adapter: served, enginesFolder, runtime });
  if (!isPart) rmSync(baseGguf);
  return check;
}

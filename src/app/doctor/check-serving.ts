// What answers questions, where a rung of a climb was put into use, and whether all that it needs is still there.
import { toSchoolbookError } from "../../core/errors.ts";
import { readAdapter } from "../../school/adapters/adapter-shelf.ts";
import { QUOTING } from "../config/config-schema.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { resolveModel } from "../models/resolve-model.ts";
import { shelfOf } from "../school/shelf-of.ts";
import { readServing, type Served, servedName } from "../serving/serving-file.ts";
import type { Check } from "./check.ts";

const BACK = "Run `schoolbook use --rollback`, or climb again.";

/** Nothing where the configuration answers. */
export function checkServing(project: LoadedProject): readonly Check[] {
  const name = "in use";
  try {
    const { current } = readServing(project);
    if (current === null) return [];
    const lacking = lackingOf(project, current);
    if (lacking !== undefined)
      return [{ name, status: "fail", message: `${servedName(current)}: ${lacking}`, remedy: BACK }];
    if (current.unproven === undefined) return [{ name, status: "ok", message: servedName(current) }];
    // why: why it was not proven is said in figures, which are for those whom the climb was made for.
    const message = `${servedName(current)}, which was forced although it was not proven`;
    return [{ name, status: "warn", message, remedy: BACK }];
  } catch (thrown) {
    const { message, hint } = toSchoolbookError(thrown);
    return [{ name, status: "fail", message, remedy: hint }];
  }
}

function lackingOf(project: LoadedProject, { model, reference, adapter }: Served): string | undefined {
  const resolved = resolveModel(model, { models: project.config.models });
  const now = resolved.kind === "quoting" ? QUOTING : resolved.reference.text;
  if (now !== reference) return `${model} is not ${reference} any more`;
  if (adapter === undefined) return undefined;
  try {
    readAdapter(shelfOf(project), adapter);
    return undefined;
  } catch (thrown) {
    return toSchoolbookError(thrown).message;
  }
}

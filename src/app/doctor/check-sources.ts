// Whether each source can be reached: its listing is begun and left after a few documents.
import { counted } from "../../core/counted.ts";
import { toSchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { createSource } from "../../sources/registry.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { isReadable } from "../project/is-readable.ts";
import type { Check } from "./check.ts";

const ENOUGH = 25;
const PATIENCE_MS = 10_000;

export async function checkSources(
  { config, folder }: LoadedProject,
  wiring: { readonly runtime: Runtime; readonly offline: boolean },
): Promise<readonly Check[]> {
  const entries = Object.entries(config.sources);
  if (entries.length === 0) {
    const remedy = "Add one under `sources` in the configuration; `schoolbook init` proposes some.";
    return [{ name: "sources", status: "warn", message: "none is configured", remedy }];
  }
  return Promise.all(
    entries.map(async ([name, settings]) => {
      try {
        const source = createSource(settings, { name, projectFolder: folder, ...wiring, isReadable });
        return describe(
          name,
          await sample(source.list({ state: undefined, signal: AbortSignal.timeout(PATIENCE_MS) })),
        );
      } catch (thrown) {
        return failure(name, thrown);
      }
    }),
  );
}

type Sample = { readonly documents: number; readonly failed: number; readonly complete: boolean };

async function sample(items: AsyncIterable<{ readonly kind: string }>): Promise<Sample> {
  let documents = 0;
  let failed = 0;
  for await (const { kind } of items) {
    if (kind === "document") documents += 1;
    if (kind === "failed") failed += 1;
    if (documents + failed >= ENOUGH) return { documents, failed, complete: false };
  }
  return { documents, failed, complete: true };
}

function describe(name: string, { documents, failed, complete }: Sample): Check {
  const title = `source ${name}`;
  if (documents === 0 && failed === 0) {
    return {
      name: title,
      status: "warn",
      message: "lists no documents",
      remedy: `Check the settings of sources.${name}.`,
    };
  }
  const many = complete ? counted(documents, "document") : `${documents} or more documents`;
  if (failed === 0) return { name: title, status: "ok", message: `reachable, ${many}` };
  const remedy = "Run `schoolbook library sync`; it names them with their reasons.";
  return { name: title, status: "warn", message: `${many}; ${failed} cannot be had`, remedy };
}

function failure(name: string, thrown: unknown): Check {
  const title = `source ${name}`;
  if (thrown instanceof Error && thrown.name === "TimeoutError") {
    return {
      name: title,
      status: "warn",
      message: `no answer within ${PATIENCE_MS / 1000} s`,
      remedy: "Check the address and the network.",
    };
  }
  const { message, hint, code } = toSchoolbookError(thrown);
  return { name: title, status: code === "offline" ? "warn" : "fail", message, remedy: hint };
}

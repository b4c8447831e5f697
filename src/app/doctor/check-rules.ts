// Whether the access rules of the configuration do what they say: applied to the library, each about some document.
import type { Runtime } from "../../core/runtime.ts";
import { createSource } from "../../sources/registry.ts";
import type { DocumentId } from "../../spec/document.ts";
import type { IdleRule } from "../../spec/source.ts";
import type { Store } from "../../spec/store.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { checkAccess } from "../project/check-access.ts";
import type { Check } from "./check.ts";

type Wiring = { readonly runtime: Runtime; readonly offline: boolean };

export async function checkRules(project: LoadedProject, store: Store, wiring: Wiring): Promise<readonly Check[]> {
  return [await checkApplied(project, store, wiring), ...(await checkIdle(project, store, wiring))];
}

async function checkApplied(project: LoadedProject, store: Store, wiring: Wiring): Promise<Check> {
  const name = "access rules";
  const { isCurrent, open } = await checkAccess(store, { project, ...wiring });
  const remedy = "Run `schoolbook library sync`.";
  if (open.length > 0) {
    const message = `no question is answered: the configuration closes documents of ${open.join(", ")} that the library still holds open`;
    return { name, status: "fail", message, remedy };
  }
  if (isCurrent) return { name, status: "ok", message: "those of the last sync" };
  return { name, status: "warn", message: "the rules and sources in force have not been synced to the end", remedy };
}

async function checkIdle(project: LoadedProject, store: Store, wiring: Wiring): Promise<readonly Check[]> {
  const bySource = Map.groupBy((await store.manifest()).values(), ({ source }) => source);
  return Object.entries(project.config.sources).flatMap(([name, settings]) => {
    const ids: readonly DocumentId[] = (bySource.get(name) ?? []).map(({ id }) => id);
    if (ids.length === 0) return [];
    const source = createSource(settings, { name, projectFolder: project.folder, ...wiring });
    return (source.rules?.idle(ids) ?? []).map((rule): Check => ({
      name: "access rules",
      status: "warn",
      message: describeIdleRule(name, rule),
      remedy: `Correct the path in sources.${name}.access, move the rule up, or take it out; paths count from inside the source.`,
    }));
  });
}

/** For people: which rule it is, and why it decides nothing. */
export function describeIdleRule(source: string, { path, reason }: IdleRule): string {
  const rule = `the access rule ${JSON.stringify(path)} of source ${source}`;
  return reason === "unmatched"
    ? `${rule} matches no document`
    : `${rule} decides about no document, because rules before it match all that it matches`;
}

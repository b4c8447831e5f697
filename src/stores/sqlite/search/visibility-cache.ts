// What principals and filters could see, remembered until the library changes.
import type { Principals } from "../../../spec/access.ts";
import type { Filter } from "../../../spec/filter.ts";
import type { GenerationIndex } from "./generation-index.ts";
import type { Surroundings } from "./generation-search.ts";
import { computeVisibility, type Visibility } from "./visibility.ts";

/** How much memory the remembered masks and row lists may take, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

export type VisibilityCache = {
  of(query: { readonly principals: Principals; readonly where?: Filter }, revision: number): Visibility;
};

export function createVisibilityCache(
  index: GenerationIndex,
  shared: Pick<Surroundings, "access" | "filters">,
): VisibilityCache {
  const remembered = new Map<string, Visibility>();
  const most = Math.max(1, Math.floor(MAX_BYTES / (1 + index.slots * 3)));
  return {
    of({ principals, where }, revision) {
      const spelling = JSON.stringify([principals.toSorted(), where]);
      const visible = remembered.get(spelling) ?? compute(index, shared, { principals, where, revision });
      remembered.delete(spelling);
      remembered.set(spelling, visible);
      for (const oldest of remembered.keys()) if (remembered.size > most) remembered.delete(oldest);
      return visible;
    },
  };
}

type Asked = {
  readonly principals: Principals;
  readonly where: Filter | undefined;
  readonly revision: number;
};

function compute(
  index: GenerationIndex,
  { access, filters }: Pick<Surroundings, "access" | "filters">,
  asked: Asked,
): Visibility {
  const { principals, where, revision } = asked;
  return computeVisibility(index, {
    access,
    readable: access.readableLists(principals),
    passing: where === undefined ? undefined : filters.passing(where, revision),
  });
}

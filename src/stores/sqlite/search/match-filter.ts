// Whether a document passes a metadata filter: by its values only, compared by type and value.
import type { MetadataValue } from "../../../spec/document.ts";
import type { Filter, FilterValue } from "../../../spec/filter.ts";

/** The value of a field, undefined where the document has none. */
export type Fields = (name: string) => MetadataValue | undefined;

export function matchesFilter(fields: Fields, filter: Filter): boolean {
  switch (filter.kind) {
    case "equals":
      return valuesOf(fields, filter.field).includes(filter.value);
    case "in":
      return valuesOf(fields, filter.field).some((value) => filter.values.includes(value));
    case "range":
      return valuesOf(fields, filter.field).some((value) => isWithin(value, filter.min, filter.max));
    case "exists":
      return fields(filter.field) !== undefined;
    case "and":
      return filter.filters.every((inner) => matchesFilter(fields, inner));
    case "or":
      return filter.filters.some((inner) => matchesFilter(fields, inner));
    case "not":
      return !matchesFilter(fields, filter.filter);
    default:
      return filter satisfies never;
  }
}

function valuesOf(fields: Fields, name: string): readonly FilterValue[] {
  const value = fields(name);
  if (value === undefined) return [];
  return typeof value === "object" ? value : [value];
}

type Bound = number | string | undefined;

function isWithin(value: FilterValue, min: Bound, max: Bound): boolean {
  return isOnSide(value, min, (bound) => value >= bound) && isOnSide(value, max, (bound) => value <= bound);
}

/** A missing bound holds every number and string; a bound of the other type holds none. */
function isOnSide(value: FilterValue, bound: Bound, test: (bound: number | string) => boolean): boolean {
  if (typeof value === "boolean") return false;
  return bound === undefined || (typeof bound === typeof value && test(bound));
}

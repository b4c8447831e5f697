// Whether a document passes a metadata filter.
import type { Document, MetadataValue } from "../../spec/document.ts";
import type { Filter, FilterValue } from "../../spec/filter.ts";

/** Values are compared by type and value: `1`, `"1"` and `true` are three different things. */
export function matchesFilter(document: Document, filter: Filter): boolean {
  switch (filter.kind) {
    case "equals":
      return values(document, filter.field).includes(filter.value);
    case "in":
      return values(document, filter.field).some((value) => filter.values.includes(value));
    case "range":
      return values(document, filter.field).some((value) => inRange(value, filter.min, filter.max));
    case "exists":
      return field(document, filter.field) !== undefined;
    case "and":
      return filter.filters.every((inner) => matchesFilter(document, inner));
    case "or":
      return filter.filters.some((inner) => matchesFilter(document, inner));
    case "not":
      return !matchesFilter(document, filter.filter);
    default:
      return filter satisfies never;
  }
}

function field(document: Document, name: string): MetadataValue | undefined {
  const { source, uri, title, mediaType, modifiedAt, metadata } = document;
  const own = new Map<string, MetadataValue>(Object.entries({ source, uri, title, mediaType, modifiedAt }));
  return own.get(name) ?? (Object.hasOwn(metadata, name) ? metadata[name] : undefined);
}

function values(document: Document, name: string): readonly FilterValue[] {
  const value = field(document, name);
  if (value === undefined) return [];
  return typeof value === "object" ? value : [value];
}

type Bound = number | string | undefined;

function inRange(value: FilterValue, min: Bound, max: Bound): boolean {
  if (typeof value === "boolean") return false;
  if (min !== undefined && (typeof min !== typeof value || value < min)) return false;
  return max === undefined || (typeof max === typeof value && value <= max);
}

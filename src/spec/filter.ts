// Typed filters on document metadata: data, never a query language that could be injected into.

export type FilterValue = string | number | boolean;

/** Compared by type and value: 1, "1" and true are three things. Of a list, one value that fits suffices. Ranges include their ends. */
export type Filter =
  | { readonly kind: "equals"; readonly field: string; readonly value: FilterValue }
  /** The field's value, or one of its values where it is a list, is among these. */
  | { readonly kind: "in"; readonly field: string; readonly values: readonly FilterValue[] }
  | { readonly kind: "range"; readonly field: string; readonly min?: number | string; readonly max?: number | string }
  | { readonly kind: "exists"; readonly field: string }
  | { readonly kind: "and"; readonly filters: readonly Filter[] }
  | { readonly kind: "or"; readonly filters: readonly Filter[] }
  | { readonly kind: "not"; readonly filter: Filter };
// Besides metadata fields these names are understood: "source", "uri", "title", "mediaType", "modifiedAt".

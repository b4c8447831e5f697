// A visible HTML tag without attributes in words: nobody sees them, and a sentence in one is read by machines only.

export type WrittenTag = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly closed: boolean;
};

/** The tag without them; undefined where it has none, and for components, whose attributes may be what they show. */
export function plainTag(written: string, { name, attributes, closed }: WrittenTag): string | undefined {
  const kept = [...attributes].filter(([, value]) => !/\s/.test(value));
  if (kept.length === attributes.size || /^<[A-Z]/.test(written)) return undefined;
  const listed = kept.map(([attribute, value]) => (value === "" ? ` ${attribute}` : ` ${attribute}="${value}"`));
  return `<${name}${listed.join("")}${closed ? " />" : ">"}`;
}

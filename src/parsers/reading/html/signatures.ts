// Numbers elements by all that selectors can ask about them, so that the thousandth row of a list is judged like the first.

export type Signatures = (
  parent: number | undefined,
  name: string,
  attributes: ReadonlyMap<string, string>,
) => number | undefined;

export type SelectorUsage = { readonly siblings: boolean; readonly attributes: boolean };

/** What stands around everything. */
export const ROOT_SIGNATURE = 0;
const MOST = 50_000;
const LONGEST = 1000;

/** `usage` is looked at when an element is numbered: siblings are in no number, attributes only where selectors ask for them. */
export function createSignatures(usage: SelectorUsage): Signatures {
  const numbers = new Map<string, number>();
  return (parent, name, attributes) => {
    if (parent === undefined || usage.siblings) return undefined;
    const details = usage.attributes ? JSON.stringify([...attributes]) : namesOf(attributes);
    if (details.length > LONGEST) return undefined;
    const key = `${parent} ${name} ${details}`;
    const known = numbers.get(key);
    if (known !== undefined || numbers.size >= MOST) return known;
    numbers.set(key, numbers.size + 1);
    return numbers.size;
  };
}

function namesOf(attributes: ReadonlyMap<string, string>): string {
  if (attributes.size === 0) return "";
  return `${attributes.get("class") ?? ""}#${attributes.get("id") ?? ""}`;
}

// JSON that may be none, without throwing, and the value at a path of it.
import { parseJson } from "../core/parse-json.ts";

export function tryJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = parseJson(text);
    return { value };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** JSON that stands between other words or in a fence, for what is asked about its content and not its form. */
export function findJson(text: string): { readonly value: unknown } | undefined {
  const whole = tryJson(text);
  if (whole !== undefined) return whole;
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/iu.exec(text)?.[1];
  if (fenced !== undefined) return tryJson(fenced);
  const [start, end] = [text.search(/[{[]/u), Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"))];
  return start >= 0 && end > start ? tryJson(text.slice(start, end + 1)) : undefined;
}

/** The value at `a.b[0]` or `a.b.0`; a name with dots in it is found where it stands as a whole. */
export function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const own = Object.getOwnPropertyDescriptor(value, path);
  if (own !== undefined) return own.value as unknown; // why: parsed JSON has no accessors, so this is the stored value
  return path
    .replaceAll(/\[(\d+)\]/gu, ".$1")
    .split(".")
    .filter((step) => step !== "")
    .reduce<unknown>((found, step) => {
      if (typeof found !== "object" || found === null) return undefined;
      return Object.getOwnPropertyDescriptor(found, step)?.value as unknown; // why: as above
    }, value);
}

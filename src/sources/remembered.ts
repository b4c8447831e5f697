// Reads what a source asked to remember; a state that an other version wrote is forgotten rather than trusted.
import type { z } from "zod";

/** The state as the schema has it, or undefined where there is none or it does not fit. */
export function recall<Schema extends z.ZodType>(
  schema: Schema,
  state: string | undefined,
): z.output<Schema> | undefined {
  if (state === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(state));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

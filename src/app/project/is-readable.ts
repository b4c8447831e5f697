// Which files a source lists where its settings do not say: those that there is a parser for.
import { parserFor } from "../../parsers/registry.ts";

export function isReadable(fileName: string): boolean {
  return parserFor(fileName) !== undefined;
}

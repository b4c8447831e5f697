// Which files a source lists where its settings do not say: those that there is a parser for, the project's own settings left out.
import { parserFor } from "../../parsers/registry.ts";
import { CONFIG_FILES } from "../config/find-project.ts";

/** The settings name people and groups, and a source that is open to everybody would publish them. */
const SETTINGS: ReadonlySet<string> = new Set(CONFIG_FILES);

export function isReadable(fileName: string): boolean {
  const base = fileName.slice(fileName.lastIndexOf("/") + 1);
  return !SETTINGS.has(base.trim()) && parserFor(fileName) !== undefined;
}

// Names the content that a connection sees, for whoever remembers parts of it.
import { integerOf, type Sql, textOf } from "../../../core/sqlite.ts";

/**
 * Another one when the whole content was replaced: by an import, which changes the identity, or by a copy that SQLite
 * restored into the file, which raises its schema's version and brings back an older state of the same library.
 */
export function contentMark(sql: Sql): string {
  const identity = textOf(sql("select identity from state").get()?.["identity"]);
  return `${identity}/${integerOf(sql("pragma schema_version").get()?.["schema_version"])}`;
}

// Rows that are open to people who may not read the documents that they were made from.
import type { Acl } from "../../spec/access.ts";
import { type Finding, linesText } from "./finding.ts";
import type { PreparedRow } from "./prepare-rows.ts";

/** Who may read a document; undefined where it is not known. */
export type SourceAccess = (source: string) => Acl | undefined;

/** Said once for each document: an adapter from these rows would tell what the document keeps. */
export function findOpenRows(rows: readonly PreparedRow[], accessOf: SourceAccess): readonly Finding[] {
  const open = new Map<string, { readonly acl: Acl; readonly rowAcl: Acl; readonly lines: number[] }>();
  for (const { example, line } of rows) {
    for (const source of example.sources ?? []) {
      const acl = accessOf(source);
      if (acl === undefined || acl.includes("public") || example.acl.every((one) => acl.includes(one))) continue;
      const known = open.get(source) ?? { acl, rowAcl: example.acl, lines: [] };
      known.lines.push(line);
      open.set(source, known);
    }
  }
  return [...open].map(([source, { acl, rowAcl, lines }]) => ({
    kind: "access-too-wide",
    severity: "error",
    lines,
    message: `${linesText(lines)} ${lines.length === 1 ? "is" : "are"} open to ${rowAcl.join(", ")}, but come${lines.length === 1 ? "s" : ""} from ${source}, which only ${acl.length === 0 ? "nobody" : acl.join(", ")} may read`,
    remedy: "give the rows the access list of their documents; `school import` does where they have none",
  }));
}

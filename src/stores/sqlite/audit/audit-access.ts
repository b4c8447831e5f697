// Access lists: those in the document rows against those that searches apply.
import { bytesOf, integerOf } from "../../../core/sqlite.ts";
import { membersOf } from "../rows/acls.ts";
import { DOCUMENTS_PER_BLOCK, LISTS_PER_BLOCK } from "../schema.ts";
import { splitLists } from "../segment/list-block.ts";
import { type Audit, nameOf, report } from "./audit-context.ts";

export function auditAccess(audit: Audit): void {
  const { sql, checked } = audit;
  const applied = readApplied(audit);
  const known = knownLists(audit);
  const searched = searchedLists(audit);
  for (const row of sql("select key, acl from documents").iterate()) {
    checked.access += 1;
    const document = integerOf(row["key"]);
    const acl = integerOf(row["acl"]);
    const name = nameOf(audit, document);
    if (!known.has(acl)) report(audit, "access", `The access list of ${name} is missing or damaged.`, { document });
    if ((applied.get(document) ?? 0) !== acl || searched.get(acl) !== listSpelling(audit, acl)) {
      report(audit, "access", `Searches apply another access list to ${name} than the one stored with it.`, {
        document,
      });
    }
    applied.delete(document);
  }
  for (const document of applied.keys())
    report(audit, "access", `There is an access list for ${nameOf(audit, document)}.`);
}

/** The members of each list in the blocks that searches read. */
function searchedLists({ sql }: Audit): Map<number, string> {
  const rows = sql("select block, lists from acl_list_blocks").all();
  return new Map(
    rows.flatMap((row) => {
      const first = integerOf(row["block"]) * LISTS_PER_BLOCK;
      return splitLists(bytesOf(row["lists"])).map((members, index) => [first + index, members.join(" ")] as const);
    }),
  );
}

function listSpelling({ sql }: Audit, acl: number): string | undefined {
  const row = sql("select members from acl_lists where id = ?").get(acl);
  return row === undefined ? undefined : membersOf(bytesOf(row["members"])).join(" ");
}

/** Per document key the access list in the blocks that searches read. */
function readApplied({ sql }: Audit): Map<number, number> {
  const applied = new Map<number, number>();
  for (const row of sql("select block, acls from acl_blocks").iterate()) {
    const acls = bytesOf(row["acls"]);
    const first = integerOf(row["block"]) * DOCUMENTS_PER_BLOCK;
    for (const [index, acl] of membersOf(acls).entries()) if (acl !== 0) applied.set(first + index, acl);
  }
  return applied;
}

/** The lists all of whose members are known. */
export function knownLists({ sql }: Pick<Audit, "sql">): ReadonlySet<number> {
  const principals = new Set(
    sql("select id from principals")
      .all()
      .map((row) => integerOf(row["id"])),
  );
  const lists = sql("select id, members from acl_lists").all();
  return new Set(
    lists
      .filter((row) => bytesOf(row["members"]).length % 4 === 0)
      .filter((row) => membersOf(bytesOf(row["members"])).every((member) => principals.has(member)))
      .map((row) => integerOf(row["id"])),
  );
}

// Who somebody is: the principals they hold by themselves, through the config's `people`, and as part of the public.
import { SchoolbookError } from "../core/errors.ts";
import { isPrincipal, PRINCIPAL_FORM } from "../core/principal.ts";
import type { Principal, Principals } from "../spec/access.ts";

/** Principal → what whoever holds it holds as well, to any depth. */
export type People = Readonly<Record<Principal, readonly Principal[]>>;

/** Everything that whoever asks holds; an empty list stays empty and sees nothing. */
export function expandPrincipals(as: Principals, people: People): Principals {
  // why: programs in JavaScript have no types that would remind them.
  if (!Array.isArray(as)) throw new SchoolbookError("usage", '`as` is missing: who asks? For everybody: ["public"].');
  if (as.length === 0) return [];
  const held = new Set<Principal>();
  const open: Principal[] = [...as, "public"];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (held.has(next)) continue;
    held.add(checkedPrincipal(next));
    if (Object.hasOwn(people, next)) open.push(...(people[next] ?? []));
  }
  return [...held];
}

function checkedPrincipal(text: string): Principal {
  if (isPrincipal(text)) return text;
  throw new SchoolbookError("usage", `${JSON.stringify(text)} is not a principal.`, {
    hint: `Write ${PRINCIPAL_FORM}.`,
    details: { principal: text },
  });
}

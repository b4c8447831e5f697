// Who works for the company and which groups they are in: the principals of its access lists.
import type { Cast } from "../create-cast.ts";
import { type Random, sample } from "../random.ts";
import type { CompanyGroup } from "./company.ts";

export const STAFF = "group:staff";
export const SUPPORT = "group:support";
export const LEADS = "group:leads";
export const PURCHASING = "group:purchasing";

/** `user:mira-toldan`. */
export function userOf(person: string): string {
  return `user:${slug(person)}`;
}

/** `velora-kettle`: how a name is written in paths and principals. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "");
}

/** Everyone is staff; the other groups hold some of the staff, none of them all. */
export function createGroups(random: Random, cast: Cast): readonly CompanyGroup[] {
  const users = cast.known.people.map(userOf);
  const some = (share: number): string[] => sample(random, users, Math.max(1, Math.floor(users.length * share)));
  return [
    { principal: STAFF, members: users },
    { principal: SUPPORT, members: some(0.5) },
    { principal: LEADS, members: some(0.3) },
    { principal: PURCHASING, members: some(0.3) },
  ];
}

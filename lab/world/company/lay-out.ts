// Decides which subject is written about in which file, and who may read it.
import type { Cast, Subject } from "../create-cast.ts";
import type { Kind } from "../kinds.ts";
import { capital } from "../names.ts";
import { chance, type Random } from "../random.ts";
import type { Acl } from "./company.ts";
import { LEADS, PURCHASING, slug, STAFF, SUPPORT, userOf } from "./groups.ts";

export type PlannedDocument = {
  readonly id: string;
  readonly title: string;
  readonly acl: Acl;
  readonly subjects: readonly Subject[];
};

/** Long lists are split into pages of so many subjects. */
const SUBJECTS_PER_PAGE = 8;

type Shelf = {
  readonly folder: string;
  readonly acl: Acl;
  /** The title of a page that holds many subjects; absent where each subject has a page of its own. */
  readonly page?: string;
};

const SHELVES: Readonly<Record<Kind, Shelf>> = {
  person: { folder: "people", acl: [STAFF], page: "People directory" },
  team: { folder: "people", acl: [STAFF], page: "Teams" },
  site: { folder: "sites", acl: ["public"] },
  product: { folder: "products", acl: ["public"] },
  plan: { folder: "pricing", acl: ["public"], page: "Plans and prices" },
  policy: { folder: "policies", acl: [STAFF] },
  ticket: { folder: "support", acl: [SUPPORT], page: "Support tickets" },
  release: { folder: "releases", acl: ["public"], page: "Release notes" },
  partner: { folder: "purchasing", acl: [PURCHASING], page: "Suppliers" },
};

/** One product in six is still a secret, one policy in three is for leads only. */
const CLOSED: Partial<Record<Kind, { readonly share: number; readonly folder: string }>> = {
  product: { share: 0.17, folder: "notes" },
  policy: { share: 0.33, folder: "leads" },
};

export function layOut(random: Random, cast: Cast): readonly PlannedDocument[] {
  const byKind = Map.groupBy(cast.subjects, ({ kind }) => kind);
  return [...byKind].flatMap(([kind, subjects]) => {
    if (kind === "public") return [];
    const shelf = SHELVES[kind];
    if (shelf.page !== undefined) return pages(shelf, shelf.page, subjects);
    return subjects.map((subject) => ownPage(random, cast, { subject, shelf, closed: CLOSED[kind] }));
  });
}

function pages({ folder, acl }: Shelf, page: string, subjects: readonly Subject[]): PlannedDocument[] {
  const count = Math.ceil(subjects.length / SUBJECTS_PER_PAGE);
  return Array.from({ length: count }, (_, at) => {
    const suffix = count === 1 ? "" : ` ${at + 1}`;
    return {
      id: `${folder}/${slug(page + suffix)}.md`,
      title: page + suffix,
      acl,
      subjects: subjects.slice(at * SUBJECTS_PER_PAGE, (at + 1) * SUBJECTS_PER_PAGE),
    };
  });
}

type Page = { readonly subject: Subject; readonly shelf: Shelf; readonly closed: (typeof CLOSED)[Kind] };

function ownPage(random: Random, cast: Cast, { subject, shelf, closed }: Page): PlannedDocument {
  const hidden = closed !== undefined && chance(random, closed.share);
  const keeper = cast.known.people[Math.floor(random() * cast.known.people.length)];
  const closedAcl = subject.kind === "product" && keeper !== undefined ? [userOf(keeper), LEADS] : [LEADS];
  return {
    id: `${hidden ? closed.folder : shelf.folder}/${slug(subject.name)}.md`,
    title: capital(subject.name),
    acl: hidden ? closedAcl : shelf.acl,
    subjects: [subject],
  };
}

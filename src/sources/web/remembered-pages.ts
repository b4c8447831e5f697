// What a listing remembers of each page for the next one: validators, what it looked like, where it leads.
import { z } from "zod";

import { recall } from "../remembered.ts";
import type { Validators } from "./fetch-page.ts";

export type RememberedPage = {
  readonly validators: Validators;
  readonly hash: string;
  readonly mediaType: string;
  readonly modifiedAt: number;
  /** Pages of the site that it links to, where links are followed: an unchanged page is not sent again. */
  readonly links: readonly string[];
  /** The address it wants to be known by, where that is another page of the site. */
  readonly canonical: string | undefined;
};

const PAGE = z.strictObject({
  address: z.int(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  hash: z.string(),
  mediaType: z.string(),
  modifiedAt: z.number(),
  links: z.array(z.int()),
  canonical: z.int().optional(),
});

/** Addresses stand once and are meant by their position, since every page links to the same ones. */
const STATE = z.strictObject({ settings: z.string(), addresses: z.array(z.string()), pages: z.array(PAGE) });

/**
 * The pages of the last listing. One made under other settings followed other links: its validators are left out, so
 * that every page is sent again.
 */
export function recallPages(state: string | undefined, settings: string): ReadonlyMap<string, RememberedPage> {
  const { addresses, pages, ...last } = recall(STATE, state) ?? { settings, addresses: [], pages: [] };
  const at = (index: number): string => addresses[index] ?? "";
  return new Map(
    pages.map(({ address, etag, lastModified, links, canonical, ...page }) => [
      at(address),
      {
        ...page,
        validators: last.settings === settings ? { etag, lastModified } : {},
        links: links.map(at),
        canonical: canonical === undefined ? undefined : at(canonical),
      },
    ]),
  );
}

/** The state to store for the next listing. */
export function rememberPages(pages: ReadonlyMap<string, RememberedPage>, settings: string): string {
  const positions = new Map<string, number>();
  const positionOf = (address: string): number => {
    const position = positions.get(address) ?? positions.size;
    positions.set(address, position);
    return position;
  };
  const entries = [...pages].map(([address, { validators, links, canonical, ...page }]) => ({
    ...page,
    ...validators,
    address: positionOf(address),
    links: links.map(positionOf),
    ...(canonical === undefined ? {} : { canonical: positionOf(canonical) }),
  }));
  return JSON.stringify({ settings, addresses: [...positions.keys()], pages: entries } satisfies z.input<typeof STATE>);
}

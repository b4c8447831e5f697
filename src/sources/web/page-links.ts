// What a page says about addresses: the links on it, and which address it wants to be known by.
import { Parser } from "htmlparser2";

import { toAddress } from "./address.ts";

export type PageLinks = {
  readonly links: readonly string[];
  readonly canonical: string | undefined;
};

/** Absolute addresses, each once, in the order of the page. */
export function readPageLinks(html: string, address: string): PageLinks {
  const links = new Set<string>();
  let base = address;
  let canonical: string | undefined;
  const parser = new Parser({
    onopentag: (name, { href, rel }) => {
      if (href === undefined) return;
      if (name === "base") base = toAddress(href, address) ?? base;
      const target = toAddress(href, base);
      if (target === undefined) return;
      if (name === "a" || name === "area") links.add(target);
      if (name === "link" && rel?.toLowerCase().split(/\s+/u).includes("canonical") === true) canonical ??= target;
    },
  });
  parser.end(html);
  return { links: [...links], canonical };
}

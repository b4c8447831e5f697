// Reads robots.txt (RFC 9309) and answers what it allows us.

export type Robots = {
  readonly allows: (address: string) => boolean;
  /** Seconds between requests that the site asks for. */
  readonly crawlDelay: number;
  readonly sitemaps: readonly string[];
};

/** For sites that have no robots.txt. */
export const EVERYTHING_ALLOWED: Robots = { allows: () => true, crawlDelay: 0, sitemaps: [] };

const PRODUCT = "schoolbook";
const MAX_CHARS = 512_000;

type Rule = { readonly allow: boolean; readonly pattern: RegExp; readonly length: number };
type Group = { readonly agents: string[]; readonly rules: Rule[]; crawlDelay: number };

/** The longest rule that matches decides; between equals, the one that allows. */
export function parseRobots(text: string): Robots {
  const { groups, sitemaps } = parseGroups(text.slice(0, MAX_CHARS));
  const named = groups.filter(({ agents }) => agents.includes(PRODUCT));
  const ours = named.length > 0 ? named : groups.filter(({ agents }) => agents.includes("*"));
  const rules = ours
    .flatMap((group) => group.rules)
    .toSorted((left, right) => right.length - left.length || Number(right.allow) - Number(left.allow));
  return {
    allows: (address) => {
      const { pathname, search } = new URL(address);
      return rules.find(({ pattern }) => pattern.test(pathname + search))?.allow ?? true;
    },
    crawlDelay: Math.max(0, ...ours.map(({ crawlDelay }) => crawlDelay)),
    sitemaps,
  };
}

function parseGroups(text: string): { readonly groups: readonly Group[]; readonly sitemaps: readonly string[] } {
  const groups: Group[] = [];
  const sitemaps: string[] = [];
  let isHeading = false;
  for (const [name, value] of parseLines(text)) {
    if (name === "sitemap") {
      sitemaps.push(value);
      continue;
    }
    if (name === "user-agent") {
      if (!isHeading) groups.push({ agents: [], rules: [], crawlDelay: 0 });
      groups.at(-1)?.agents.push(agentToken(value));
    } else {
      addRule(groups.at(-1), name, value);
    }
    isHeading = name === "user-agent";
  }
  return { groups, sitemaps };
}

function parseLines(text: string): readonly (readonly [string, string])[] {
  return text.split(/\r\n|\r|\n/u).flatMap((line) => {
    const bare = line.replace(/^\uFEFF/u, "").replace(/#.*$/u, "");
    const colon = bare.indexOf(":");
    return colon === -1 ? [] : [[bare.slice(0, colon).trim().toLowerCase(), bare.slice(colon + 1).trim()] as const];
  });
}

function agentToken(value: string): string {
  return value === "*" ? "*" : (/^[a-z_-]+/iu.exec(value)?.[0] ?? "").toLowerCase();
}

function addRule(group: Group | undefined, name: string, value: string): void {
  if (group === undefined) return;
  if (name === "crawl-delay" && Number(value) > 0) group.crawlDelay = Number(value);
  if ((name !== "allow" && name !== "disallow") || value === "") return;
  group.rules.push({ allow: name === "allow", pattern: pathPattern(value), length: value.length });
}

/** `*` stands for anything, `$` at the end for the end; characters that need no escape are compared unescaped. */
function pathPattern(value: string): RegExp {
  const isWhole = value.endsWith("$");
  const parts = (isWhole ? value.slice(0, -1) : value).split("*").map((part) => RegExp.escape(spelled(part)));
  return new RegExp(`^${parts.join(".*?")}${isWhole ? "$" : ""}`, "su");
}

function spelled(path: string): string {
  const slash = path.startsWith("/") ? "" : "/";
  const url = URL.parse(slash + path, "http://x");
  return url === null ? path : (url.pathname + url.search).slice(slash.length);
}

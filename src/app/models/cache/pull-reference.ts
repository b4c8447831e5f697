// What `models pull` takes: a file or repository of the hub, or an address, each perhaps pinned to a hash.
import { withoutQuery } from "../../../core/download/addresses.ts";
import { unsafeReason } from "../../../core/download/file-path.ts";
import { SchoolbookError } from "../../../core/errors.ts";
import { shortHash } from "../../../core/hash.ts";

export type HubReference = {
  readonly kind: "hub";
  /** `org/name` */
  readonly repo: string;
  /** A branch, tag or commit. */
  readonly revision: string;
  /** A path, a pattern or a quantisation; undefined: what the repository's kind of model needs. */
  readonly file: string | undefined;
  readonly sha256: string | undefined;
  /** The reference without its pin, always spelled alike. */
  readonly name: string;
};

export type WebReference = {
  readonly kind: "web";
  readonly address: string;
  readonly sha256: string | undefined;
  readonly name: string;
};

export type PullReference = HubReference | WebReference;

const FORMS = "hf:org/name:file.gguf, hf:org/name or https://…";
const HUB = /^hf:([^/@:]+\/[^/@:]+)(?:@([^:]+))?(?::(.+))?$/u;
const NAME = /^[\w][\w.-]*\/[\w][\w.-]*$/u;
const REVISION = /^[\w][\w./-]*$/u;
/** Addresses of the hub's pages, as they are copied from a browser. */
const PAGE = /^\/([^/]+\/[^/]+)(?:\/(?:blob|resolve|raw|tree)\/([^/]+)(?:\/(.+))?)?\/?$/u;
const HUB_HOSTS = new Set(["huggingface.co", "www.huggingface.co", "hf.co"]);
const MAIN = "main";

/** Whether this text is for `parsePullReference`, rather than the name of a configured model or an engine's own. */
export function isPullReference(text: string): boolean {
  return /^(?:hf:|https?:\/\/)/u.test(text);
}

export function parsePullReference(text: string): PullReference {
  const [, bare = "", fragment] = /^([^#]*)(?:#(.*))?$/u.exec(text.trim()) ?? [];
  const sha256 = fragment === undefined ? undefined : parsePin(fragment, text);
  if (bare.startsWith("hf:")) return parseHub(bare, sha256);
  if (/^https?:\/\//u.test(bare)) return parseWeb(bare, sha256);
  throw new SchoolbookError("input_invalid", `${JSON.stringify(text)} names no model to pull; expected ${FORMS}.`);
}

function parsePin(fragment: string, text: string): string {
  const [, hex] = /^sha256=([0-9a-f]{64})$/iu.exec(fragment) ?? [];
  if (hex !== undefined) return hex.toLowerCase();
  throw new SchoolbookError("input_invalid", `${JSON.stringify(text)}: what follows # is no pin.`, {
    hint: "A file is pinned with #sha256= and 64 hex digits.",
  });
}

function parseHub(text: string, sha256: string | undefined): HubReference {
  const [, repo = "", revision = MAIN, file] = HUB.exec(text) ?? [];
  return hubReference({ text, repo, revision, file, sha256 });
}

type HubParts = Pick<HubReference, "repo" | "revision" | "file" | "sha256"> & { readonly text: string };

function hubReference({ text, repo, revision, file, sha256 }: HubParts): HubReference {
  const reason = troubleWith({ repo, revision, file, sha256 });
  if (reason !== undefined)
    throw new SchoolbookError("input_invalid", `${JSON.stringify(text)}: ${reason}.`, { hint: `Expected ${FORMS}.` });
  const name = `hf:${repo}${revision === MAIN ? "" : `@${revision}`}${file === undefined ? "" : `:${file}`}`;
  return { kind: "hub", repo, revision, file, sha256, name };
}

function troubleWith({ repo, revision, file, sha256 }: Omit<HubParts, "text">): string | undefined {
  if (!NAME.test(repo) || repo.includes("..") || unsafeReason(repo) !== undefined)
    return "a repository is named org/name";
  if (!REVISION.test(revision) || revision.includes("..")) return `${revision} is no branch, tag or commit`;
  if (file === undefined) return sha256 === undefined ? undefined : "only a single file can be pinned to a hash";
  const reason = unsafeReason(file.replaceAll(/[*?]/gu, "x"));
  return reason === undefined ? undefined : `a file cannot be named so: ${reason}`;
}

function parseWeb(text: string, sha256: string | undefined): PullReference {
  const url = URL.parse(text);
  if (url === null) throw new SchoolbookError("input_invalid", `${JSON.stringify(text)} is not an address.`);
  if (HUB_HOSTS.has(url.hostname)) {
    const [, repo = "", revision = MAIN, path] = PAGE.exec(url.pathname) ?? [];
    const file = path === undefined ? undefined : decodeURIComponent(path);
    return hubReference({ text, repo, revision: decodeURIComponent(revision), file, sha256 });
  }
  return { kind: "web", address: url.href, sha256, name: webName(url) };
}

/** A query may hold a key, so the name, which is written down and shown, has its hash instead. */
function webName(url: URL): string {
  return url.search === "" ? withoutQuery(url) : `${withoutQuery(url)}?${shortHash(url.search).slice(0, 8)}`;
}

/** The name of the file behind an address. */
export function webFileName({ address, name: shown }: WebReference): string {
  const last = new URL(address).pathname.split("/").findLast((segment) => segment !== "") ?? "";
  const name = decodeName(last);
  const reason = unsafeReason(name);
  if (reason === undefined && !name.includes("/")) return name;
  throw new SchoolbookError(
    "input_invalid",
    `The file of ${shown} cannot be kept under its name: ${reason ?? "it holds a slash"}.`,
  );
}

function decodeName(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // why: a stray % is part of the name then.
    return segment;
  }
}

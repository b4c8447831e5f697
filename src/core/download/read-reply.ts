// What an answer's headers mean for the file that is being fetched: a beginning, the rest, or nothing of use.
import { failed, type Reply } from "./ask-server.ts";
import { type Digest, isSameDigest, shownDigest } from "./digest.ts";
import type { Expected } from "./part-file.ts";
import type { Validator } from "./part-journal.ts";
import { wrongFile } from "./wrong-file.ts";

/** What servers say about the file; a redirect may say more than the answer at its end. */
export type Announced = { readonly size?: number | undefined; readonly digest?: Digest | undefined };

export type Standing = {
  /** What was asked for. */
  readonly wanted: Announced;
  /** What is known by now. */
  readonly expected: Expected;
  readonly bytes: number;
  readonly validator: Validator | undefined;
  /** Whether the request asked for the rest only. */
  readonly askedForRest: boolean;
  readonly takesPages: boolean;
};

export type Meaning =
  | { readonly kind: "begin"; readonly announced: Announced; readonly validator: Validator | undefined }
  | { readonly kind: "rest" }
  | { readonly kind: "useless"; readonly reason: string };

/** Throws when no other answer is to be expected of this server. */
export function readReply(reply: Reply, announced: Announced, standing: Standing): Meaning {
  const { status } = reply.response;
  refuseWebPage(reply, standing);
  refuseOtherDigest(reply, announced, standing);
  if (status === 200) return readWhole(reply, announced, standing);
  const reason = status === 206 ? rangeTrouble(reply, announced, standing) : `answered with status ${status}`;
  return reason === undefined ? { kind: "rest" } : { kind: "useless", reason };
}

function readWhole(reply: Reply, announced: Announced, { wanted, expected }: Standing): Meaning {
  const { headers } = reply.response;
  const length = identityLength(headers);
  if (wanted.size !== undefined && length !== undefined && length !== wanted.size)
    return { kind: "useless", reason: `sends a file of ${length} bytes where ${wanted.size} were announced` };
  const known = { size: announced.size ?? length, digest: announced.digest };
  const isCheckable = known.size ?? known.digest ?? wanted.size ?? expected.digest;
  // why: such an answer ends when the connection does, whatever ended that.
  if (
    isCheckable === undefined &&
    headers.get("transfer-encoding") !== "chunked" &&
    headers.get("content-length") === null
  )
    throw failed(reply.url, "does not say how long the file is, so a cut could not be told from its end");
  return { kind: "begin", announced: known, validator: validatorOf(headers, reply.url) };
}

/** The length of the file itself; a compressed answer says only how long it is compressed. */
export function identityLength(headers: Headers): number | undefined {
  const length = headers.get("content-length");
  return length === null || isEncoded(headers) ? undefined : Number(length);
}

function isEncoded(headers: Headers): boolean {
  return !["", "identity"].includes(headers.get("content-encoding")?.toLowerCase() ?? "");
}

function rangeTrouble({ response, url }: Reply, announced: Announced, standing: Standing): string | undefined {
  const { expected, bytes, validator } = standing;
  if (!standing.askedForRest) return "answered with a part of the file though the whole was asked for";
  if (isEncoded(response.headers)) return "answered with a part of a compressed file";
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/u.exec(response.headers.get("content-range") ?? "") ?? [];
  if (Number(from) !== bytes) return "answered with another part of the file than was asked for";
  const isOtherSize = expected.size !== undefined && total !== "*" && Number(total) !== expected.size;
  const isOtherFile =
    isOther(announced.digest, expected.digest) || hasChanged(validator, validatorOf(response.headers, url));
  return isOtherSize || isOtherFile ? "has another version of the file by now" : undefined;
}

function isOther(one: Digest | undefined, other: Digest | undefined): boolean {
  return one !== undefined && other !== undefined && one.algorithm === other.algorithm && !isSameDigest(one, other);
}

function hasChanged(before: Validator | undefined, now: Validator | undefined): boolean {
  return before !== undefined && now !== undefined && before.host === now.host && before.value !== now.value;
}

/** A strong ETag; or a date of change that lies far enough back that a second change in the same second is ruled out. */
function validatorOf(headers: Headers, url: URL): Validator | undefined {
  if (isEncoded(headers)) return undefined;
  const etag = headers.get("etag");
  if (etag?.startsWith('"') === true) return { host: url.host, value: etag };
  const changed = headers.get("last-modified");
  const ageMs = Date.parse(headers.get("date") ?? "") - Date.parse(changed ?? "");
  return changed !== null && ageMs >= 60_000 ? { host: url.host, value: changed } : undefined;
}

function refuseWebPage({ response, url }: Reply, { takesPages }: Standing): void {
  const isPage = response.headers.get("content-type")?.startsWith("text/html") === true;
  if (isPage && !takesPages) throw failed(url, "answered with a web page instead of the file");
}

function refuseOtherDigest({ url }: Reply, { digest }: Announced, { wanted }: Standing): void {
  if (digest === undefined || wanted.digest === undefined || !isOther(digest, wanted.digest)) return;
  throw wrongFile(url, `has ${shownDigest(digest)} where ${shownDigest(wanted.digest)} is wanted`);
}

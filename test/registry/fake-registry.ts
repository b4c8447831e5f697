// A package registry on this machine: enough of one for npm to install small packages from it.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

import { z } from "zod";

export type FakePackage = {
  readonly name: string;
  readonly version: string;
  /** Files within, package.json aside. */
  readonly files: Readonly<Record<string, string>>;
  /** What package.json says besides name and version. */
  readonly manifest?: Readonly<Record<string, unknown>>;
};

export type FakeRegistry = AsyncDisposable & {
  readonly address: string;
  /** Paths that were asked for so far. */
  readonly requests: () => readonly string[];
  /** How long each tarball keeps its reader waiting; `Infinity`: for good. */
  delayMs: number;
};

const ADDRESS = z.object({ port: z.int() });

/** The checksum that npm writes into lock files. */
export function integrityOf(one: FakePackage): string {
  return `sha512-${createHash("sha512").update(tarball(one)).digest("base64")}`;
}

export async function startRegistry(packages: readonly FakePackage[]): Promise<FakeRegistry> {
  const requests: string[] = [];
  const settings = { delayMs: 0 };
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    answer(request, response, { packages, settings });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${ADDRESS.parse(server.address()).port}`;
  return {
    address,
    requests: () => requests,
    get delayMs() {
      return settings.delayMs;
    },
    set delayMs(ms) {
      settings.delayMs = ms;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Shelf = { readonly packages: readonly FakePackage[]; readonly settings: { readonly delayMs: number } };

function answer(request: IncomingMessage, response: ServerResponse, { packages, settings }: Shelf): void {
  const path = decodeURIComponent(request.url ?? "").slice(1);
  const host = `http://${request.headers.host ?? ""}`;
  const wanted = packages.find(({ name, version }) => path === `${name}/-/${version}.tgz`);
  if (wanted !== undefined) {
    if (settings.delayMs === Number.POSITIVE_INFINITY) return;
    setTimeout(() => response.end(tarball(wanted)), settings.delayMs);
    return;
  }
  const named = packages.filter(({ name }) => name === path);
  response.setHeader("content-type", "application/json");
  if (named.length === 0) response.statusCode = 404;
  response.end(JSON.stringify(named.length === 0 ? { error: "not found" } : packument(named, host)));
}

function packument(versions: readonly FakePackage[], host: string): unknown {
  const [{ name } = { name: "" }] = versions;
  const entries = versions.map((one) => [
    one.version,
    {
      ...manifestOf(one),
      dist: { tarball: `${host}/${one.name}/-/${one.version}.tgz`, integrity: integrityOf(one) },
    },
  ]);
  return { name, "dist-tags": { latest: versions.at(-1)?.version }, versions: Object.fromEntries(entries) };
}

function manifestOf({ name, version, manifest = {} }: FakePackage): Readonly<Record<string, unknown>> {
  return { name, version, ...manifest };
}

function tarball(one: FakePackage): Buffer {
  const files = { "package.json": JSON.stringify(manifestOf(one)), ...one.files };
  const entries = Object.entries(files).map(([path, text]) => tarEntry(`package/${path}`, Buffer.from(text)));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]), { level: 1 });
}

/** One file in the oldest tar form, which every reader knows. */
function tarEntry(path: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;
  header.write(path, 0);
  header.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(content.length, 12) + octal(0, 12), 100);
  header.write(" ".repeat(8), 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

// Nobody but the owner reads a folder that was closed.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { ownFolder, ownTree } from "./owner-only.ts";

test("folders and files lose every right of others, and programs stay programs", () => {
  const root = mkdtempSync(join(tmpdir(), "schoolbook-owner-"));
  const at = (...parts: readonly string[]) => join(root, ...parts);
  const modeOf = (path: string) => statSync(path).mode & 0o777;
  try {
    mkdirSync(at("shelf", "one"), { recursive: true });
    writeFileSync(at("shelf", "one", "weights"), "");
    writeFileSync(at("shelf", "serve.sh"), "");
    chmodSync(at("shelf", "serve.sh"), 0o755);
    ownTree(at("shelf"));
    const paths = [at("shelf"), at("shelf", "one"), at("shelf", "one", "weights"), at("shelf", "serve.sh")];
    expect(paths.map(modeOf)).toEqual([0o700, 0o700, 0o600, 0o700]);
    ownFolder(at("new", "deep"));
    expect([at("new"), at("new", "deep")].map(modeOf)).toEqual([0o700, 0o700]);
    writeFileSync(at("file"), "");
    expect(() => ownFolder(at("file", "below"))).toThrow(/cannot be made/u);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

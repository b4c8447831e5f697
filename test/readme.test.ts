import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");

/** The code of the fenced block between two markers. */
function block(name: string): string {
  const [, code] =
    new RegExp(`<!-- ${name} -->\\n\`\`\`\\w+\\n([^]*?)\`\`\`\\n<!-- /${name} -->`, "u").exec(readme) ?? [];
  expect(code, `README.md has no block "${name}"`).toBeDefined();
  return code ?? "";
}

test("the README's library example runs and prints its answer with the quote", async () => {
  const file = `${root}.readme-example.ts`;
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-readme-"));
  writeFileSync(file, block("example").replace('"schoolbook"', '"./src/index.ts"'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [file], {
      cwd: root,
      // why: a library that lies beside the example may be of an older version.
      env: { ...process.env, SCHOOLBOOK_LIBRARY_PATH: join(folder, "library.sqlite") },
    });
    expect(stdout).toContain("Radio range: 2.5 km in the open.");
    expect(stdout.match(/2\.5 km/gu)).toHaveLength(2);
  } finally {
    rmSync(file, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
});

test("every file that the README links to exists", () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/gu)].map(([, path]) => path ?? "");
  expect(links.length).toBeGreaterThan(3);
  for (const path of links) expect(() => readFileSync(root + path), path).not.toThrow(/ENOENT/u);
});

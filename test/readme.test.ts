import { execFile } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
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
  writeFileSync(file, block("example").replace('"schoolbook"', '"./src/index.ts"'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: root });
    expect(stdout).toContain("Radio range: 2.5 km in the open.");
    expect(stdout.match(/2\.5 km/gu)).toHaveLength(2);
  } finally {
    rmSync(file, { force: true });
  }
});

test("every file that the README links to exists", () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/gu)].map(([, path]) => path ?? "");
  expect(links.length).toBeGreaterThan(3);
  for (const path of links) expect(() => readFileSync(root + path), path).not.toThrow(/ENOENT/u);
});

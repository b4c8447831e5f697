// `npm run docs`: rewrites the generated blocks of README.md and docs/, and the schema; --check fails when one is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { configJsonSchema } from "../src/app/config/resolve-config.ts";
import { renderCli } from "./docs-cli.ts";
import { renderConfig } from "./docs-config.ts";
import { renderErrors } from "./docs-errors.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const schemaFile = "schemas/schoolbook.config.schema.json";

/** What `<!-- generated:NAME -->` … `<!-- /generated -->` holds. */
const BLOCKS: Readonly<Record<string, () => string>> = {
  cli: renderCli,
  config: () => renderConfig(configJsonSchema()),
  errors: renderErrors,
};

const files = ["README.md", ...readdirSync(`${root}docs`).map((name) => `docs/${name}`)];
const pages = files.filter((file) => file.endsWith(".md") && existsSync(root + file));
const wanted = new Map(pages.map((file) => [file, withBlocks(file, readFileSync(root + file, "utf8"))]));
wanted.set(schemaFile, `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`);

const stale = [...wanted].filter(
  ([file, text]) => !existsSync(root + file) || readFileSync(root + file, "utf8") !== text,
);
if (process.argv.includes("--check")) {
  for (const [file] of stale) console.error(`${file} is stale; run \`npm run docs\`.`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of stale) {
    mkdirSync(dirname(root + file), { recursive: true });
    writeFileSync(root + file, text);
    console.log(`wrote ${file}`);
  }
}

function withBlocks(file: string, text: string): string {
  return text.replaceAll(
    /(<!-- generated:([a-z-]+) -->\n)[\s\S]*?(\n?<!-- \/generated -->)/gu,
    (_whole, open: string, name: string) => {
      const render = Object.hasOwn(BLOCKS, name) ? BLOCKS[name] : undefined;
      if (render === undefined)
        throw new Error(`${file}: nothing generates "${name}"; known: ${Object.keys(BLOCKS).join(", ")}`);
      return `${open}${render().trimEnd()}\n<!-- /generated -->`;
    },
  );
}

// `npm run docs`: rewrites the generated blocks of README.md and docs/, and the schemas; --check fails when one is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { claimsText } from "../lab/experiments/write-claims.ts";
import { configJsonSchema } from "../src/app/config/resolve-config.ts";
import { examJsonSchema } from "../src/exam/questions/exam-json-schema.ts";
import { renderCli } from "./docs-cli.ts";
import { renderConfig } from "./docs-config.ts";
import { renderDemo } from "./docs-demo.ts";
import { renderErrors } from "./docs-errors.ts";
import { renderEmbedders, renderModels } from "./docs-models.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const SCHEMAS: Readonly<Record<string, () => unknown>> = {
  "schemas/schoolbook.config.schema.json": configJsonSchema,
  "schemas/schoolbook.exam.schema.json": examJsonSchema,
};

/** What `<!-- generated:NAME -->` … `<!-- /generated -->` holds. */
const BLOCKS: Readonly<Record<string, () => string | Promise<string>>> = {
  cli: renderCli,
  demo: renderDemo,
  config: () => renderConfig(configJsonSchema()),
  errors: renderErrors,
  models: renderModels,
  embedders: renderEmbedders,
};

const files = ["README.md", ...readdirSync(`${root}docs`).map((name) => `docs/${name}`)];
const pages = files.filter((file) => file.endsWith(".md") && existsSync(root + file));
const wanted = new Map<string, string>();
for (const file of pages) wanted.set(file, await withBlocks(file, readFileSync(root + file, "utf8")));
for (const [file, schema] of Object.entries(SCHEMAS)) wanted.set(file, `${JSON.stringify(schema(), undefined, 2)}\n`);

wanted.set("docs/claims.md", claimsText());

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

async function withBlocks(file: string, text: string): Promise<string> {
  let result = "";
  let from = 0;
  for (const match of text.matchAll(/(<!-- generated:([a-z-]+) -->\n)[\s\S]*?\n?<!-- \/generated -->/gu)) {
    const [whole, open = "", name = ""] = match;
    const render = Object.hasOwn(BLOCKS, name) ? BLOCKS[name] : undefined;
    if (render === undefined)
      throw new Error(`${file}: nothing generates "${name}"; known: ${Object.keys(BLOCKS).join(", ")}`);
    result += `${text.slice(from, match.index)}${open}${(await render()).trimEnd()}\n<!-- /generated -->`;
    from = match.index + whole.length;
  }
  return result + text.slice(from);
}

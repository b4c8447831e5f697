// The servers and embedding models that are known, as Markdown tables.
import { KNOWN_EMBEDDERS } from "../src/engines/batching/known-embedders.ts";
import { type Preset, PRESETS } from "../src/engines/openai-compatible/presets.ts";

export function renderModels(): string {
  const rows = PRESETS.map((preset) => {
    const { scheme, title, baseUrl = "given", keyVariable } = preset;
    const key = keyVariable === undefined ? "" : `\`${keyVariable}\``;
    return `| \`${scheme}:\` | ${title} | ${baseUrl === "given" ? "in the reference or `baseUrl`" : baseUrl} | ${key} | ${partsOf(preset)} | ${abilitiesOf(preset)} |`;
  });
  return ["| reference | server | address | key | can be | chat can |", "|---|---|---|---|---|---|", ...rows].join(
    "\n",
  );
}

function partsOf({ chat, embeddings, rerank }: Preset): string {
  const parts = [chat ? "chat" : "", embeddings ? "embedder" : "", rerank === undefined ? "" : "reranker"];
  return parts.filter((part) => part !== "").join(", ");
}

function abilitiesOf({ chat, json, tools, adapters }: Preset): string {
  if (!chat) return "";
  const able = [json ? "JSON by schema" : "", tools ? "tools" : "", adapters ? "adapters" : ""];
  return able.filter((ability) => ability !== "").join(", ");
}

export function renderEmbedders(): string {
  const code = (text: string): string =>
    text === "" ? "" : `\`${text.replaceAll("\n", "⏎").replaceAll("|", String.raw`\|`)}\``;
  const rows = KNOWN_EMBEDDERS.map(
    ({ title, maxTokens, queryPrefix, documentPrefix }) =>
      `| ${title} | ${maxTokens} | ${code(queryPrefix)} | ${code(documentPrefix)} |`,
  );
  return ["| model | tokens | before questions | before passages |", "|---|---|---|---|", ...rows].join("\n");
}

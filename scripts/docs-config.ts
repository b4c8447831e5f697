// The settings of the configuration as Markdown tables, from its JSON Schema.
import { branchesOf, kindOf, kindsOf, type SchemaNode } from "../src/app/config/schema-node.ts";
import { SETTING_VARIABLES } from "../src/app/config/setting-origin.ts";

export function renderConfig(schema: SchemaNode): string {
  const sections = Object.entries(propertiesOf(schema)).filter(([name]) => name !== "$schema");
  const simple = sections.filter(([, node]) => !hasSettingsBelow(node));
  const rest = sections.filter(([, node]) => hasSettingsBelow(node));
  return [
    table(simple.map(([name, node]) => row(name, node))),
    ...rest.flatMap(([name, node]) => [`## ${name}`, descriptionOf(node), ...tablesBelow(name, node)]),
    "## Environment",
    environment(),
  ].join("\n\n");
}

function hasSettingsBelow(node: SchemaNode): boolean {
  const named = additional(node);
  return rowsBelow(node, "").length > 0 || (named !== undefined && hasFields(named));
}

/** Settings under names of the user's choice. */
function hasFields(named: SchemaNode): boolean {
  return kindsOf(named).length > 0 || rowsBelow(named, "").length > 0;
}

/** One table for plain settings, one for each kind where a kind decides what there is. */
function tablesBelow(name: string, node: SchemaNode): readonly string[] {
  const named = additional(node);
  if (named === undefined) return [table(rowsBelow(node, name))];
  if (kindsOf(named).length === 0) return [table(rowsBelow(named, `${name}.<name>`))];
  return branchesOf(named).flatMap((branch) => {
    const kind = kindOf(branch);
    const title = `### kind: "${kind}"`;
    const what = descriptionOf(propertiesOf(branch)["kind"] ?? {}).replace(/\.?$/u, ".");
    return [title, what, table(rowsBelow(branch, "").filter((line) => !line.startsWith("| `kind`")))];
  });
}

function rowsBelow(node: SchemaNode, prefix: string): readonly string[] {
  const required: unknown = node["required"];
  return Object.entries(propertiesOf(node)).flatMap(([name, child]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const needed = Array.isArray(required) && required.includes(name);
    if (kindsOf(child).length > 1) return [row(path, child, needed), ...rowsOfKinds(child, path)];
    const below = "const" in child ? [] : rowsBelow(child, path);
    return below.length > 0 ? below : [row(path, child, needed)];
  });
}

/** The fields of a union told apart by `kind`, each once, with the kinds that have it. */
function rowsOfKinds(node: SchemaNode, path: string): readonly string[] {
  const branches = branchesOf(node);
  const fields = branches.flatMap((branch) =>
    Object.entries(propertiesOf(branch)).map(([name, child]) => ({ name, child, kind: kindOf(branch) })),
  );
  return [...Map.groupBy(fields, ({ name }) => name)].flatMap(([name, [first, ...others]]) => {
    if (first === undefined || name === "kind") return [];
    const everywhere = others.length + 1 === branches.length;
    const text = `${descriptionOf(first.child)}${everywhere ? "" : ` Only with kind \`${first.kind}\`.`}`;
    return [row(`${path}.${name}`, { ...first.child, description: text })];
  });
}

function row(path: string, node: SchemaNode, needed = false): string {
  const fallback = "default" in node ? `\`${JSON.stringify(node["default"])}\`` : needed ? "needed" : "";
  return `| \`${path}\` | ${typeOf(node)} | ${cell(fallback)} | ${cell(descriptionOf(node))} |`;
}

function table(rows: readonly string[]): string {
  return ["| setting | type | default | what it does |", "|---|---|---|---|", ...rows].join("\n");
}

function typeOf(node: SchemaNode): string {
  const choices = node["enum"];
  if (Array.isArray(choices)) return choices.map((choice) => `\`${JSON.stringify(choice)}\``).join(", ");
  if ("const" in node) return `\`${JSON.stringify(node["const"])}\``;
  const branches = branchesOf(node);
  if (branches.length > 1) {
    const kinds = branches.map((branch) =>
      kindOf(branch) === undefined ? typeOf(branch) : `\`kind: "${kindOf(branch)}"\``,
    );
    return kinds.join(" or ");
  }
  const items = node["items"];
  if (node["type"] === "array") return `list of ${isNode(items) ? plural(typeOf(items)) : "values"}`;
  const named = additional(node);
  if (named !== undefined) return `names with ${plural(typeOf(named))}`;
  if (typeof node["type"] !== "string") return "any";
  return node["type"] === "integer" ? "whole number" : node["type"];
}

function plural(type: string): string {
  return /^[a-z]+$/u.test(type) ? `${type}s` : type;
}

function environment(): string {
  const rows = Object.entries(SETTING_VARIABLES).map(([variable, setting]) => `| \`${variable}\` | \`${setting}\` |`);
  return ["| variable | stands in for |", "|---|---|", ...rows].join("\n");
}

function additional(node: SchemaNode): SchemaNode | undefined {
  const rest = node["additionalProperties"];
  return isNode(rest) ? rest : undefined;
}

function propertiesOf(node: SchemaNode): Readonly<Record<string, SchemaNode>> {
  const properties = node["properties"];
  if (!isNode(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, SchemaNode] => isNode(entry[1])),
  );
}

function isNode(value: unknown): value is SchemaNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function descriptionOf(node: SchemaNode): string {
  return typeof node["description"] === "string" ? node["description"] : "";
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
}

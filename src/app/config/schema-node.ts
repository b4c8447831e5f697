// Walks the configuration's JSON Schema: which keys a place knows, what is allowed there, what it is for.
import { isPlainObject, type SettingPath } from "./setting-path.ts";

export type SchemaNode = Readonly<Record<string, unknown>>;

/** The schema of what stands at the path, following the branch that the given value chooses. */
export function nodeAt(root: SchemaNode, path: SettingPath, input: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  let value = input;
  for (const part of path) {
    if (node === undefined) return undefined;
    node = childNode(chosenBranch(node, value), part);
    value = isPlainObject(value) || Array.isArray(value) ? Reflect.get(value, part) : undefined;
  }
  return node === undefined ? undefined : chosenBranch(node, value);
}

/** Names of the settings that the node knows; empty where any name goes. */
export function knownKeys(node: SchemaNode | undefined): readonly string[] {
  return isPlainObject(node?.["properties"]) ? Object.keys(node["properties"]) : [];
}

/** The alternatives of a union, or the node itself. */
export function branchesOf(node: SchemaNode): readonly SchemaNode[] {
  const branches = node["oneOf"] ?? node["anyOf"];
  return Array.isArray(branches) ? branches.filter(isPlainObject) : [node];
}

/** What `kind` may be, for a union told apart by it. */
export function kindsOf(node: SchemaNode): readonly string[] {
  return branchesOf(node).flatMap((branch) => kindOf(branch) ?? []);
}

/** The `kind` that chooses this branch. */
export function kindOf(branch: SchemaNode): string | undefined {
  const kind = childNode(branch, "kind")?.["const"];
  return typeof kind === "string" ? kind : undefined;
}

export function childNode(node: SchemaNode, part: string | number): SchemaNode | undefined {
  if (typeof part === "number") return isPlainObject(node["items"]) ? node["items"] : undefined;
  const properties = node["properties"];
  if (isPlainObject(properties) && Object.hasOwn(properties, part)) {
    const child = properties[part];
    return isPlainObject(child) ? child : undefined;
  }
  const rest = node["additionalProperties"];
  return isPlainObject(rest) ? rest : undefined;
}

function chosenBranch(node: SchemaNode, value: unknown): SchemaNode {
  const branches = branchesOf(node);
  if (branches.length === 1) return branches[0] ?? node;
  const kind = isPlainObject(value) ? value["kind"] : undefined;
  const byKind = branches.find((branch) => kind !== undefined && kindOf(branch) === kind);
  if (byKind !== undefined) return byKind;
  return kindsOf(node).length > 0 ? node : (branches.find((branch) => branch["type"] !== "null") ?? node);
}

// How a place in the configuration is written (`sources.docs.include[0]`, `people["user:ann"]`) and reached.

export type SettingPath = readonly (string | number)[];

/** The path as people write it in code. */
export function formatPath(path: SettingPath): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** Reads what `formatPath` writes; parts between dots may also hold colons, so that `people.user:ann` works unquoted. */
export function parsePath(text: string): SettingPath | undefined {
  const parts: (string | number)[] = [];
  const token = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/uy;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return undefined;
    const [, name, index, quoted] = match;
    if (name !== undefined) parts.push(name);
    else if (index !== undefined) parts.push(Number(index));
    else parts.push(String(JSON.parse(quoted ?? '""')));
  }
  return parts.length === 0 ? undefined : parts;
}

/** What stands at the path; undefined where nothing does. */
export function valueAt(root: unknown, path: SettingPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/** A copy of the root with the value put at the path; objects on the way are made where there are none. */
export function withValueAt(root: unknown, path: SettingPath, value: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(root)) {
    const items: unknown[] = [...root];
    const index = Number(part);
    items[index] = withValueAt(items[index], rest, value);
    return items;
  }
  const fields: Record<string, unknown> = isPlainObject(root) ? { ...root } : {};
  const child = Object.hasOwn(fields, part) ? fields[part] : undefined;
  Object.defineProperty(fields, part, {
    value: withValueAt(child, rest, value),
    enumerable: true,
    writable: true,
    configurable: true,
  });
  return fields;
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

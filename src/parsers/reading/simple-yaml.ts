// The YAML that nearly all front matter consists of, read without a YAML parser: one tenth of the time per page.

const FIELD = /^([A-Za-z_][\w-]*):(?:[ \t]+(.*))?$/;
const ITEM = /^[ ]*-[ ]+(.*)$/;
const INTEGER = /^-?(?:0|[1-9]\d{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9]\d{0,14})\.\d{1,15}$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const WORD = /^[A-Za-z/][^\t]*$/;
const SPECIAL = new Set(["true", "false", "null"]);

type Value = string | number | boolean | null;

/** The fields of `key: value` lines and lists of plain values; undefined as soon as anything is less than plain. */
export function readSimpleYaml(block: string): ReadonlyMap<string, Value | readonly Value[]> | undefined {
  const fields = new Map<string, Value | readonly Value[]>();
  const lines = block.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const field = FIELD.exec(line);
    const name = field?.[1];
    if (name === undefined || fields.has(name)) return undefined;
    const raw = (field?.[2] ?? "").trim();
    const items = raw === "" ? readItems(lines, index + 1) : [];
    if (items === undefined) return undefined;
    const value = items.length > 0 ? items : readScalar(raw);
    if (value === undefined || (raw === "" && items.length === 0 && isIndented(lines[index + 1]))) return undefined;
    fields.set(name, value);
    index += items.length;
  }
  return fields;
}

function readItems(lines: readonly string[], from: number): readonly Value[] | undefined {
  const items: Value[] = [];
  const indent = /^ */.exec(lines[from] ?? "")?.[0].length ?? 0;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const item = ITEM.exec(line);
    if (item === null) return isIndented(line) ? undefined : items;
    const value = readScalar((item[1] ?? "").trim());
    if (value === undefined || line.indexOf("-") !== indent) return undefined;
    items.push(value);
  }
  return items;
}

function isIndented(line: string | undefined): boolean {
  return line !== undefined && /^[ \t-]/.test(line) && line.trim() !== "";
}

function readScalar(raw: string): Value | undefined {
  if (raw === "" || raw === "null") return null;
  if (raw === "true" || raw === "false") return raw === "true";
  if (INTEGER.test(raw) || DECIMAL.test(raw)) return Number(raw);
  if (DATE.test(raw)) return raw;
  if (/^"[^"\\]*"$/.test(raw) || /^'[^']*'$/.test(raw)) return raw.slice(1, -1);
  if (!WORD.test(raw) || raw.includes(": ") || raw.includes(" #") || raw.endsWith(":")) return undefined;
  return SPECIAL.has(raw.toLowerCase()) ? undefined : raw;
}

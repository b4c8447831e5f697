// Writes the text of a new schoolbook.config.ts, with comments that say what the next steps are.
import type { Principals } from "../../spec/access.ts";
import type { ProposedSource } from "./inspect-folder.ts";

export type RenderOptions = {
  readonly sources: readonly ProposedSource[];
  /** Who may read every document; empty: an example of a rule stands there instead. */
  readonly allow: Principals;
};

export function renderConfig({ sources, allow }: RenderOptions): string {
  const blocks = sources.map((source) => renderSource(source, allow));
  return `// Configuration of Schoolbook. \`schoolbook config explain\` shows every setting in force and where it comes from.
import type { ProjectConfig } from "schoolbook";

export default {
  // Where documents come from. Who may read a document is said by its source's \`access\` rules (the first that matches
  // decides), by \`acl:\` in its front matter, or by a column. Nothing said means that nobody can read it.
  sources: {
${blocks.length === 0 ? EXAMPLE_SOURCE : blocks.join("\n")}
  },

  // What people hold besides their own name; everybody holds \`public\`.
  people: {
    // "user:ann": ["group:support"],
  },
} satisfies ProjectConfig;
`;
}

const EXAMPLE_SOURCE = `    // docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] },`;

function renderSource({ name, settings }: ProposedSource, allow: Principals): string {
  const fields = Object.entries(settings).map(([field, value]) => `      ${field}: ${literal(value)},`);
  const access =
    allow.length > 0
      ? `      access: [{ path: "**", allow: ${literal(allow)} }],`
      : `      // access: [{ path: "**", allow: [${literal(`group:${groupName(name)}`)}] }], // paths count from inside this source`;
  return `    ${/^[a-z_]\w*$/iu.test(name) ? name : literal(name)}: {\n${[...fields, access].join("\n")}\n    },`;
}

/** What the example of a rule calls those who may read: closed to everybody else, should somebody use it as it stands. */
function groupName(source: string): string {
  return /^[a-z][\w-]*$/iu.test(source) ? source.toLowerCase() : "staff";
}

/** A value as TypeScript source. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([field, child]) => `${field}: ${literal(child)}`);
    return `{ ${fields.join(", ")} }`;
  }
  return JSON.stringify(value) ?? "undefined";
}

// Reads a prompt's template from its file: sections by name, placeholders in double braces.
import { SchoolbookError } from "../../../core/errors.ts";
import { sha256 } from "../../../core/hash.ts";

export type AnswerTemplate = {
  readonly system: string;
  readonly passage: string;
  readonly user: string;
  /** SHA-256 of what can reach the model. */
  readonly hash: string;
};

const SECTIONS = ["system", "passage", "user"] as const;
type Section = (typeof SECTIONS)[number];

const KNOWN: Readonly<Record<Section, readonly string[]>> = {
  system: [],
  passage: ["number", "title", "date", "text"],
  user: ["passages", "question"],
};
const NEEDED: Readonly<Record<Section, readonly string[]>> = {
  system: [],
  passage: ["number", "text"],
  user: ["passages", "question"],
};
const CLOSED_BOOK: Readonly<Record<Section, readonly string[] | undefined>> = {
  system: [],
  passage: undefined,
  user: ["question"],
};

export type TemplateOptions = {
  /** No passages are laid before the model, so that the template needs no place for them. */
  readonly isClosedBook?: boolean;
};

/** `name` is how messages call the file. */
export function readTemplate(
  text: string,
  name: string,
  { isClosedBook = false }: TemplateOptions = {},
): AnswerTemplate {
  const found = sectionsOf(text, name);
  const needed = isClosedBook ? CLOSED_BOOK : NEEDED;
  for (const section of SECTIONS) checkSection(section, found.get(section), { name, needed: needed[section] });
  const [system = "", passage = "", user = ""] = SECTIONS.map((section) => found.get(section));
  return { system, passage, user, hash: sha256(JSON.stringify([system, passage, user])) };
}

function sectionsOf(text: string, name: string): ReadonlyMap<string, string> {
  const plain = text.replaceAll(/\r\n?/gu, "\n").replaceAll(/<!--[^]*?-->/gu, "");
  const [before = "", ...pieces] = plain.split(/^## +(?=\S+ *$)/mu);
  if (before.trim() !== "") throw wrong(name, "there is text before the first section");
  return new Map(
    pieces.map((piece) => {
      const end = piece.indexOf("\n");
      const section = piece.slice(0, end < 0 ? undefined : end).trim();
      if (!SECTIONS.some((known) => known === section)) throw wrong(name, `there is no section "${section}"`);
      return [section, end < 0 ? "" : piece.slice(end).trim()];
    }),
  );
}

type Checking = {
  readonly name: string;
  /** Undefined: the section itself may be missing. */
  readonly needed: readonly string[] | undefined;
};

function checkSection(section: Section, text: string | undefined, { name, needed }: Checking): void {
  if (text === undefined && needed === undefined) return;
  if (text === undefined) throw wrong(name, `the section "${section}" is missing`);
  const placeholders = [...text.matchAll(/\{\{([^{}]*)\}\}/gu)].map(([, key = ""]) => key);
  const unknown = placeholders.find((key) => !KNOWN[section].includes(key));
  if (unknown !== undefined) throw wrong(name, `"{{${unknown}}}" means nothing in "${section}"`);
  const missing = needed?.find((key) => !placeholders.includes(key));
  if (missing !== undefined) throw wrong(name, `"{{${missing}}}" is missing in "${section}"`);
}

function wrong(name: string, what: string): SchoolbookError {
  return new SchoolbookError("config_invalid", `${name}: ${what}.`, {
    hint: `A template has the sections ${SECTIONS.join(", ")}, each below a line such as "## system"; see prompts/answer.md.`,
  });
}

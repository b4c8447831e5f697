// Reads what a model wrote as a draft: JSON, JSON among other words, or labelled lines; models that ignore instructions write any of it.
import { findJson } from "../find-json.ts";
import type { Proposal } from "./draft-passage.ts";

export function readProposal(reply: string): Proposal | undefined {
  return fromJson(reply) ?? fromLines(reply);
}

function fromJson(reply: string): Proposal | undefined {
  const value = findJson(reply)?.value;
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof one !== "object" || one === null) return undefined;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(one);
  const named = new Map(entries.map(([name, given]) => [name.toLowerCase(), given]));
  const text = (name: string): string => {
    const given = named.get(name);
    return typeof given === "string" || typeof given === "number" ? String(given).trim() : "";
  };
  const question = text("question");
  return question === "" ? undefined : { question, answer: text("answer"), quote: text("quote") };
}

const LABEL = /^[\s>*#\-\d.)]*(question|answer|quote)[\s*_]*[:：]\s*(.*)$/iu;

/** A label's text goes on until the next label. */
function fromLines(reply: string): Proposal | undefined {
  const parts = new Map<string, string>();
  let current: string | undefined;
  for (const line of reply.split("\n")) {
    const [, label, rest = ""] = LABEL.exec(line) ?? [];
    if (label === undefined) {
      if (current !== undefined) parts.set(current, `${parts.get(current) ?? ""}\n${line}`);
      continue;
    }
    const name = label.toLowerCase();
    // why: a second question begins another draft; only one was asked for.
    if (parts.has(name)) break;
    current = name;
    parts.set(name, rest);
  }
  const text = (name: string): string => unquoted(parts.get(name) ?? "");
  const question = text("question");
  return question === "" ? undefined : { question, answer: text("answer"), quote: text("quote") };
}

function unquoted(text: string): string {
  const bare = text.trim().replaceAll(/^[*_\s]+|[*_\s]+$/gu, "");
  return /^(["“«']).*["”»']$/su.test(bare) ? bare.slice(1, -1).trim() : bare;
}

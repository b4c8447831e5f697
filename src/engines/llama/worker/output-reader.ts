// Reads what a model writes as it comes: thoughts, text, calls of tools, and where a stop text ends it.
import { z } from "zod";

import type { OutputPart, ToolFormat } from "../messages.ts";

export type OutputOptions = {
  readonly stop: readonly string[];
  /** Only where the template knows thoughts. */
  readonly readsThoughts: boolean;
  /** The prompt has already begun a thought. */
  readonly startsInThought: boolean;
  /** Only where tools may be called. */
  readonly toolFormat: ToolFormat | undefined;
  readonly toolNames: ReadonlySet<string>;
};

export type OutputReader = {
  /** What is certain after this piece; the rest is held back until it is. */
  feed(text: string): readonly OutputPart[];
  /** What was held back, once nothing more comes. */
  end(): readonly OutputPart[];
  readonly isThinking: () => boolean;
  /** True once a stop text has been met: what comes after does not count. */
  readonly isStopped: () => boolean;
  readonly calls: () => number;
};

type State = "text" | "thought" | "call" | "stopped";

const THOUGHT_OPEN = "<think>";
const THOUGHT_CLOSE = "</think>";

export function createOutputReader(options: OutputOptions): OutputReader {
  const { stop, readsThoughts, startsInThought, toolFormat } = options;
  let state: State = startsInThought ? "thought" : "text";
  let held = "";
  let calls = 0;
  /** True until there was text: blanks around thoughts and calls are no text. */
  let isBlank = readsThoughts || toolFormat !== undefined;
  const callsAreBare = toolFormat !== undefined && toolFormat.open === "";
  const openings = [
    ...(readsThoughts ? [THOUGHT_OPEN] : []),
    ...(toolFormat === undefined || callsAreBare ? [] : [toolFormat.open]),
  ];

  function readText(): readonly OutputPart[] {
    if (isBlank) held = held.trimStart();
    if (callsAreBare && isBlank && /^[[{]/u.test(held)) return enter("call", 0);
    const mark = firstOf(held, [...stop, ...openings]);
    if (mark === undefined) return textPart(take(held.length - heldBack(held, [...stop, ...openings])));
    const before = textPart(take(mark.at));
    if (stop.includes(mark.text)) return [...before, ...enter("stopped", held.length)];
    return [...before, ...enter(mark.text === THOUGHT_OPEN ? "thought" : "call", mark.text.length)];
  }

  function readThought(): readonly OutputPart[] {
    const at = held.indexOf(THOUGHT_CLOSE);
    if (at === -1) return thoughtPart(take(held.length - heldBack(held, [THOUGHT_CLOSE])));
    return [...thoughtPart(take(at)), ...enter("text", THOUGHT_CLOSE.length)];
  }

  function readCall(): readonly OutputPart[] {
    const close = toolFormat?.close ?? "";
    const at = close === "" ? -1 : held.indexOf(close);
    if (at === -1) return [];
    return [...callParts(take(at)), ...enter("text", close.length)];
  }

  function callParts(text: string): readonly OutputPart[] {
    const parts = toolFormat === undefined ? [] : parseCalls(text, toolFormat, options.toolNames);
    calls += parts.filter(({ kind }) => kind === "call").length;
    return parts;
  }

  function enter(next: State, drop: number): readonly OutputPart[] {
    take(drop);
    state = next;
    if (next === "text") isBlank = true;
    return next === "stopped" ? [] : read();
  }

  function read(): readonly OutputPart[] {
    if (state === "text") return readText();
    if (state === "thought") return readThought();
    return state === "call" ? readCall() : [];
  }

  function take(count: number): string {
    const taken = held.slice(0, count);
    held = held.slice(count);
    return taken;
  }

  function textPart(text: string): readonly OutputPart[] {
    if (text === "") return [];
    isBlank = false;
    return [{ kind: "text", text }];
  }

  return {
    feed(text) {
      if (state === "stopped") return [];
      held += text;
      return read();
    },
    end() {
      const rest = take(held.length);
      if (state === "thought") return thoughtPart(rest);
      if (state === "call") return callParts(rest);
      return state === "text" ? textPart(rest) : [];
    },
    isThinking: () => state === "thought",
    isStopped: () => state === "stopped",
    calls: () => calls,
  };
}

function thoughtPart(text: string): readonly OutputPart[] {
  return text === "" ? [] : [{ kind: "reasoning", text }];
}

function firstOf(text: string, marks: readonly string[]): { readonly at: number; readonly text: string } | undefined {
  const found = marks.map((mark) => ({ at: text.indexOf(mark), text: mark })).filter(({ at }) => at !== -1);
  return found.toSorted((a, b) => a.at - b.at)[0];
}

/** Length of the longest end of the text that one of the marks begins with. */
function heldBack(text: string, marks: readonly string[]): number {
  let longest = 0;
  for (const mark of marks) {
    for (let length = Math.min(mark.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(mark.slice(0, length))) longest = length;
    }
  }
  return longest;
}

/** Text that names no tool at hand is text after all; a call whose arguments are no JSON is told as it stands. */
function parseCalls(
  text: string,
  { nameKey, inputKey, open }: ToolFormat,
  names: ReadonlySet<string>,
): readonly OutputPart[] {
  const parsed = parseJson(text.trim());
  const calls = (Array.isArray(parsed) ? parsed : [parsed]).map((call: unknown) => CALL.safeParse(call).data);
  const parts = calls.flatMap((call): OutputPart[] => {
    const name = call?.[nameKey];
    if (typeof name !== "string" || !names.has(name)) return [];
    return [{ kind: "call", name, input: call?.[inputKey] ?? {} }];
  });
  if (parts.length === calls.length && parts.length > 0) return parts;
  const named = [...names].find((name) => text.includes(JSON.stringify(name)));
  if (open === "" || named === undefined) return [{ kind: "text", text: open + text }];
  return [{ kind: "call", name: named, input: text.trim(), invalid: "The model wrote arguments that are no JSON." }];
}

const CALL = z.record(z.string(), z.unknown());

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // why: what a model writes is often no JSON; the caller says so.
    return undefined;
  }
}

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

type Reading = {
  readonly options: OutputOptions;
  /** What ends plain text: stop texts, and what thoughts and calls begin with. */
  readonly marks: readonly string[];
  state: "text" | "thought" | "call" | "stopped";
  held: string;
  calls: number;
  /** True until there was text: blanks around thoughts and calls are no text. */
  isBlank: boolean;
};

const THOUGHT_OPEN = "<think>";
const THOUGHT_CLOSE = "</think>";

export function createOutputReader(options: OutputOptions): OutputReader {
  const { stop, readsThoughts, startsInThought, toolFormat } = options;
  const opensCall = toolFormat === undefined || toolFormat.open === "" ? [] : [toolFormat.open];
  const reading: Reading = {
    options,
    marks: [...stop, ...(readsThoughts ? [THOUGHT_OPEN] : []), ...opensCall],
    state: startsInThought ? "thought" : "text",
    held: "",
    calls: 0,
    isBlank: readsThoughts || toolFormat !== undefined,
  };
  return {
    feed(text) {
      if (reading.state === "stopped") return [];
      reading.held += text;
      return read(reading);
    },
    end() {
      const { state } = reading;
      const rest = take(reading, reading.held.length);
      if (state === "thought") return thoughtPart(rest);
      if (state === "call") return callParts(reading, rest);
      return state === "text" ? textPart(reading, rest) : [];
    },
    isThinking: () => reading.state === "thought",
    isStopped: () => reading.state === "stopped",
    calls: () => reading.calls,
  };
}

function read(reading: Reading): readonly OutputPart[] {
  if (reading.state === "text") return readText(reading);
  if (reading.state === "thought") return readThought(reading);
  return reading.state === "call" ? readCall(reading) : [];
}

function readText(reading: Reading): readonly OutputPart[] {
  const { marks, options } = reading;
  if (reading.isBlank) reading.held = reading.held.trimStart();
  const { held } = reading;
  const isBareCall = options.toolFormat?.open === "" && reading.isBlank && /^[[{]/u.test(held);
  if (isBareCall) return enter(reading, "call", 0);
  const mark = firstOf(held, marks);
  if (mark === undefined) return textPart(reading, take(reading, held.length - heldBack(held, marks)));
  const before = textPart(reading, take(reading, mark.at));
  if (options.stop.includes(mark.text)) return [...before, ...enter(reading, "stopped", reading.held.length)];
  return [...before, ...enter(reading, mark.text === THOUGHT_OPEN ? "thought" : "call", mark.text.length)];
}

function readThought(reading: Reading): readonly OutputPart[] {
  const { held } = reading;
  const at = held.indexOf(THOUGHT_CLOSE);
  if (at === -1) return thoughtPart(take(reading, held.length - heldBack(held, [THOUGHT_CLOSE])));
  return [...thoughtPart(take(reading, at)), ...enter(reading, "text", THOUGHT_CLOSE.length)];
}

function readCall(reading: Reading): readonly OutputPart[] {
  const close = reading.options.toolFormat?.close ?? "";
  const at = close === "" ? -1 : reading.held.indexOf(close);
  if (at === -1) return [];
  return [...callParts(reading, take(reading, at)), ...enter(reading, "text", close.length)];
}

function enter(reading: Reading, state: Reading["state"], drop: number): readonly OutputPart[] {
  take(reading, drop);
  reading.state = state;
  if (state === "text") reading.isBlank = true;
  return state === "stopped" ? [] : read(reading);
}

function take(reading: Reading, count: number): string {
  const taken = reading.held.slice(0, count);
  reading.held = reading.held.slice(count);
  return taken;
}

function textPart(reading: Reading, text: string): readonly OutputPart[] {
  if (text === "") return [];
  reading.isBlank = false;
  return [{ kind: "text", text }];
}

function callParts(reading: Reading, text: string): readonly OutputPart[] {
  const { toolFormat, toolNames } = reading.options;
  const parts = toolFormat === undefined ? [] : parseCalls(text, toolFormat, toolNames);
  reading.calls += parts.filter(({ kind }) => kind === "call").length;
  return parts;
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

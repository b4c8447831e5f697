// Learns from a model's template how it writes a call of a tool, by having it write one.
import { z } from "zod";

import type { TemplateMessage, TemplateTool, ToolFormat } from "../messages.ts";
import { type ChatTemplate, textOf } from "./chat-template.ts";

const USER: TemplateMessage = { role: "user", content: "probe-question" };
const SAID: TemplateMessage = { role: "assistant", content: "probe-answer" };
const NAME = "probe_tool";
const INPUT = { probe_key: "probe_value" };

const CALLED: TemplateMessage = {
  role: "assistant",
  content: "",
  tool_calls: [{ id: "probe0001", type: "function", function: { name: NAME, arguments: INPUT } }],
};

const TOOL: TemplateTool = {
  type: "function",
  function: {
    name: NAME,
    description: "probe-description",
    parameters: { type: "object", properties: { probe_key: { type: "string" } }, required: ["probe_key"] },
  },
};

/** Undefined where the template does not show tools, or writes calls otherwise than as a JSON object. */
export function learnToolFormat(template: ChatTemplate): ToolFormat | undefined {
  try {
    const shown = textOf(template.render({ messages: [USER], tools: [TOOL] }, { forReply: true }));
    if (!shown.includes(NAME)) return undefined;
    const spoken = textOf(template.render({ messages: [USER, SAID], tools: [TOOL] }, { forReply: false }));
    const called = textOf(template.render({ messages: [USER, CALLED], tools: [TOOL] }, { forReply: false }));
    return formatOf(spoken, called);
  } catch {
    // why: a template that raises an error over tools does not support them.
    return undefined;
  }
}

function formatOf(spoken: string, called: string): ToolFormat | undefined {
  const before = spoken.slice(0, spoken.indexOf(SAID.content));
  const after = spoken.slice(before.length + SAID.content.length);
  const call = findCall(called);
  if (call === undefined) return undefined;
  const start = commonStart(before, called);
  if (start > call.from) return undefined;
  const rest = called.slice(call.to);
  const isList = /\[\s*$/u.test(called.slice(start, call.from)) && /^\s*\]/u.test(rest);
  const open = called.slice(start, call.from);
  const close = rest.endsWith(after) ? rest.slice(0, rest.length - after.length) : rest;
  return {
    open: (isList ? open.replace(/\[\s*$/u, "") : open).trim(),
    close: (isList ? close.replace(/^\s*\]/u, "") : close).trim(),
    nameKey: call.nameKey,
    inputKey: call.inputKey,
    isList,
  };
}

type FoundCall = {
  readonly from: number;
  readonly to: number;
  readonly nameKey: string;
  readonly inputKey: string;
};

/** The JSON object around the last mention of the tool's name. */
function findCall(text: string): FoundCall | undefined {
  const name = text.lastIndexOf(NAME);
  for (let from = text.lastIndexOf("{", name); from !== -1; from = text.lastIndexOf("{", from - 1)) {
    for (let to = text.indexOf("}", name); to !== -1; to = text.indexOf("}", to + 1)) {
      const keys = keysOf(text.slice(from, to + 1));
      if (keys !== undefined) return { from, to: to + 1, ...keys };
    }
    if (from === 0) return undefined;
  }
  return undefined;
}

function keysOf(json: string): Pick<FoundCall, "nameKey" | "inputKey"> | undefined {
  const entries = Object.entries(parseObject(json) ?? {});
  const nameKey = entries.find(([, value]) => value === NAME)?.[0];
  const inputKey = entries.find(([, value]) => isInput(value))?.[0];
  return nameKey === undefined || inputKey === undefined ? undefined : { nameKey, inputKey };
}

function isInput(value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(INPUT);
}

function parseObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(json)).data;
  } catch {
    // why: most pieces between two braces are no JSON; the caller goes on looking.
    return undefined;
  }
}

function commonStart(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return at;
}

// How the common families of chat models write a turn: what stands before it, what ends it, what follows; no searching for marks.
import { CHATML_TEMPLATE } from "./chat-template.ts";

export type ChatFamily = {
  readonly name: string;
  /** Before the first turn. */
  readonly begin: string;
  /** Before what somebody says; null: the family has no such turn, and its text goes before the next user's. */
  readonly open: Readonly<Record<"system" | "user" | "assistant" | "tool", string | null>>;
  /** What the assistant writes when it has said everything: it has to be learnt. */
  readonly endOfReply: string;
  readonly endOfOthers: string;
  /** Between a turn's end and the next turn. */
  readonly between: string;
};

export const CHATML: ChatFamily = {
  name: "chatml",
  begin: "",
  open: {
    system: "<|im_start|>system\n",
    user: "<|im_start|>user\n",
    assistant: "<|im_start|>assistant\n",
    tool: "<|im_start|>tool\n",
  },
  endOfReply: "<|im_end|>",
  endOfOthers: "<|im_end|>",
  between: "\n",
};

const head = (role: string): string => `<|start_header_id|>${role}<|end_header_id|>\n\n`;

const LLAMA_3: ChatFamily = {
  name: "llama3",
  begin: "<|begin_of_text|>",
  open: { system: head("system"), user: head("user"), assistant: head("assistant"), tool: head("ipython") },
  endOfReply: "<|eot_id|>",
  endOfOthers: "<|eot_id|>",
  between: "",
};

const MISTRAL: ChatFamily = {
  name: "mistral",
  begin: "<s>",
  open: { system: null, user: "[INST]", assistant: "", tool: "[TOOL_RESULTS]" },
  endOfReply: "</s>",
  endOfOthers: "[/INST]",
  between: "",
};

const GEMMA: ChatFamily = {
  name: "gemma",
  begin: "<bos>",
  open: {
    system: null,
    user: "<start_of_turn>user\n",
    assistant: "<start_of_turn>model\n",
    tool: "<start_of_turn>user\n",
  },
  endOfReply: "<end_of_turn>",
  endOfOthers: "<end_of_turn>",
  between: "\n",
};

const PHI: ChatFamily = {
  name: "phi",
  begin: "",
  open: { system: "<|system|>\n", user: "<|user|>\n", assistant: "<|assistant|>\n", tool: "<|tool|>\n" },
  endOfReply: "<|end|>",
  endOfOthers: "<|end|>",
  between: "\n",
};

export const CHAT_FAMILIES: readonly ChatFamily[] = [CHATML, LLAMA_3, MISTRAL, GEMMA, PHI];

const SIGNS: readonly (readonly [sign: string, family: ChatFamily])[] = [
  ["<|im_start|>", CHATML],
  ["<|start_header_id|>", LLAMA_3],
  ["<start_of_turn>", GEMMA],
  ["[INST]", MISTRAL],
  ["<|assistant|>", PHI],
];

export type RecognisedTemplate = {
  readonly family: ChatFamily;
  /** The template is the very one that is rendered here; else blanks and extras may differ. */
  readonly exact: boolean;
};

/** Undefined: a template that belongs to none of them. */
export function recogniseTemplate(template: string): RecognisedTemplate | undefined {
  const family = SIGNS.find(([sign]) => template.includes(sign))?.[1];
  return family === undefined ? undefined : { family, exact: template === CHATML_TEMPLATE };
}

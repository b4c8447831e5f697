// Renders a conversation with the model's own template, so that nothing in a message can pass for the template's own marks.
import { SchoolbookError } from "../../../core/errors.ts";
import type { TemplateMessage, TemplateTool } from "../messages.ts";
import { afterText, type Binding, type Model, type Renderer, type Token } from "./binding.ts";

export type Conversation = {
  readonly messages: readonly TemplateMessage[];
  readonly tools?: readonly TemplateTool[] | undefined;
};

export type RenderOptions = {
  /** Whether the text ends where the assistant begins. */
  readonly forReply: boolean;
  readonly native?: boolean;
};

/** A piece of the rendered text; only in the template's own pieces do control tokens count as such. */
export type Piece = { readonly text: string; readonly isTemplate: boolean };

export type ChatTemplate = {
  /** The template's source. */
  readonly source: string;
  readonly controlTokens: ReadonlySet<Token>;
  render(conversation: Conversation, options: RenderOptions): readonly Piece[];
  tokenize(pieces: readonly Piece[]): Token[];
};

const CHATML =
  "{%- for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}" +
  "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

export function createChatTemplate(binding: Binding, model: Model, file: string): ChatTemplate {
  const source = templateOf(model, file);
  const renderers = compile(binding, source);
  const controlTokens = findControlTokens(model);
  const marks = controlMarks(model, controlTokens);
  const takesSystem = worksWith(renderers.inOrder, model, [
    { role: "system", content: "probe-system" },
    { role: "user", content: "probe-user" },
  ]);
  return {
    source,
    controlTokens,
    render(conversation, { forReply, native = false }) {
      const prepared = takesSystem ? conversation : { ...conversation, messages: withoutSystem(conversation.messages) };
      const { hidden, reveal } = hideMarks(prepared, marks);
      return reveal(renderText(native ? renderers.native : renderers.inOrder, { model, forReply, ...hidden }));
    },
    tokenize: (pieces) => tokenizePieces(model, pieces),
  };
}

export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

function templateOf(model: Model, file: string): string {
  const own = model.fileInfo.metadata.tokenizer?.chat_template;
  if (own !== undefined && own !== "") return own;
  const knowsChatMl = model.tokenize("<|im_start|>", true).length === 1;
  if (knowsChatMl) return CHATML;
  throw new SchoolbookError("input_invalid", `${file} has no chat template, so that it cannot be asked.`, {
    hint: "Use a model that was made for chat, often called `instruct` or `chat`.",
  });
}

type Renderers = { readonly inOrder: readonly Renderer[]; readonly native: readonly Renderer[] };

/** What the engine in JavaScript cannot read or render, llama.cpp's own perhaps can. */
function compile(binding: Binding, source: string): Renderers {
  const complaints: unknown[] = [];
  const attempt = (create: () => Renderer): readonly Renderer[] => {
    try {
      return [create()];
    } catch (error) {
      complaints.push(error);
      return [];
    }
  };
  const own = attempt(() => binding.createRenderer(source));
  const native = attempt(() => new binding.llama._bindings.AddonJinjaRenderer(source));
  if (own.length + native.length === 0) throw refused(complaints[0]);
  return { inOrder: [...own, ...native], native };
}

type RenderInput = Conversation & { readonly model: Model; readonly forReply: boolean };

/**
 * Some templates insist that user and assistant take turns; what one of them said in a row is then said at once. The
 * first complaint is the one that tells.
 */
function renderText(renderers: readonly Renderer[], { messages, tools, model, forReply }: RenderInput): string {
  const variables = {
    add_generation_prompt: forReply,
    bos_token: model.tokens.bosString ?? "",
    eos_token: model.tokens.eosString ?? "",
    ...(tools === undefined || tools.length === 0 ? {} : { tools }),
  };
  const complaints: unknown[] = [];
  for (const said of [messages, mergeTurns(messages)]) {
    for (const renderer of renderers) {
      try {
        return renderer.render({ ...variables, messages: said });
      } catch (error) {
        complaints.push(error);
      }
    }
  }
  throw refused(complaints[0]);
}

function refused(cause: unknown): SchoolbookError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SchoolbookError("input_invalid", `The model's chat template refuses these messages: ${reason}.`, {
    hint: "Most templates want user and assistant to take turns, beginning with the user.",
    cause,
  });
}

function worksWith(renderers: readonly Renderer[], model: Model, messages: readonly TemplateMessage[]): boolean {
  try {
    const text = renderText(renderers, { model, messages, forReply: true });
    return messages.every(({ content }) => text.includes(content));
  } catch {
    // why: a template that raises an error about it does not work with it; that is the question.
    return false;
  }
}

/** For templates without a place for instructions: they are put before what the user says first. */
function withoutSystem(messages: readonly TemplateMessage[]): readonly TemplateMessage[] {
  const instructions = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  if (instructions.length === 0) return messages;
  const others = messages.filter(({ role }) => role !== "system");
  const first = others.findIndex(({ role }) => role === "user");
  if (first === -1) return [{ role: "user", content: instructions.join("\n\n") }, ...others];
  return others.map((message, index) =>
    index === first ? { ...message, content: [...instructions, message.content].join("\n\n") } : message,
  );
}

function mergeTurns(messages: readonly TemplateMessage[]): readonly TemplateMessage[] {
  const merged: TemplateMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    const isPlain = message.tool_calls === undefined && message.role !== "tool" && last?.tool_calls === undefined;
    if (last?.role === message.role && isPlain) {
      merged[merged.length - 1] = { ...last, content: `${last.content}\n\n${message.content}` };
    } else {
      merged.push(message);
    }
  }
  return merged;
}

function findControlTokens(model: Model): ReadonlySet<Token> {
  const found = new Set<Token>();
  for (const token of model.iterateAllTokens()) {
    const { control, unknown } = model.getTokenAttributes(token);
    if (control || unknown) found.add(token);
  }
  return found;
}

/** Their texts, longest first; undefined where there are none. */
function controlMarks(model: Model, tokens: ReadonlySet<Token>): RegExp | undefined {
  const texts = [...tokens].map((token) => model.detokenize([token], true).trim()).filter((text) => text !== "");
  const longestFirst = texts.toSorted((a, b) => b.length - a.length);
  return texts.length === 0 ? undefined : new RegExp(longestFirst.map((text) => RegExp.escape(text)).join("|"), "gu");
}

type Hidden = { readonly hidden: Conversation; readonly reveal: (text: string) => readonly Piece[] };

/**
 * A control token's text within a message stays text: it is replaced before rendering and put back afterwards, as a
 * piece of its own. Without any, which is the rule, the text is rendered and read in one go.
 */
function hideMarks(conversation: Conversation, marks: RegExp | undefined): Hidden {
  const found: string[] = [];
  const whole = JSON.stringify(conversation);
  let fence = "\uE000";
  while (whole.includes(fence)) fence += "\uE000";
  const hide = (text: string): string =>
    marks === undefined ? text : text.replaceAll(marks, (mark) => `${fence}${found.push(mark) - 1}\uE001`);
  const hidden = { messages: mapTexts(conversation.messages, hide), tools: mapTexts(conversation.tools, hide) };
  const hole = new RegExp(`${fence}(\\d+)\uE001`, "u");
  return {
    hidden,
    reveal: (text) =>
      text
        .split(hole)
        .map((part, index): Piece =>
          index % 2 === 0 ? { text: part, isTemplate: true } : { text: found[Number(part)] ?? "", isTemplate: false },
        ),
  };
}

function mapTexts<Value>(value: Value, change: (text: string) => string): Value;
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, mapTexts<unknown>(held, change)]));
}

function tokenizePieces(model: Model, pieces: readonly Piece[]): Token[] {
  const tokens = pieces.flatMap(({ text, isTemplate }, index) =>
    model.tokenize(text, isTemplate, index === 0 ? undefined : afterText(model)),
  );
  const { bos, shouldPrependBosToken } = model.tokens;
  if (bos !== null && shouldPrependBosToken && tokens[0] !== bos) tokens.unshift(bos);
  return tokens;
}

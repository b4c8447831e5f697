// The ChatML form in which nano reads a conversation, written in TypeScript and as the Jinja template of the model's files.

export type ChatTurn = { readonly role: string; readonly content: string };

/** What stands in chat_template.jinja and in the GGUF file; `renderChat` gives the same bytes. */
export const CHATML_TEMPLATE = `{%- for message in messages -%}
{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|im_start|>assistant\\n' -}}
{%- endif -%}
`;

/** `reply: true` opens the assistant's turn. */
export function renderChat(turns: readonly ChatTurn[], { reply }: { readonly reply: boolean }): string {
  const said = turns.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join("");
  return reply ? `${said}<|im_start|>assistant\n` : said;
}

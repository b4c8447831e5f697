// A family's chat template in the language of Ollama's Modelfile, which is Go's: what it renders is what was trained on, byte by byte.
import type { ChatFamily } from "../../../weights/chat-family.ts";

export type OllamaTemplate = {
  readonly family: ChatFamily;
  /** False where the base's own file adds it to every prompt: twice would be another prompt. */
  readonly withBegin: boolean;
};

/** No `{{-` anywhere: it would swallow line breaks that belong to the text. */
export function ollamaTemplate({ family, withBegin }: OllamaTemplate): string {
  const { open, begin, endOfReply, endOfOthers, between } = family;
  const told = open.system === null;
  const said = (role: "system" | "user" | "tool", before: string): string =>
    `${open[role] ?? ""}${before}{{ .Content }}${endOfOthers}${between}`;
  const turns = [
    ["system", told ? String.raw`{{ $told = printf "%s%s\n\n" $told .Content }}` : said("system", "")],
    ["user", told ? `${said("user", "{{ $told }}")}{{ $told = "" }}` : said("user", "")],
    ["assistant", `${open.assistant ?? ""}{{ .Content }}${endOfReply}${between}`],
    ["tool", said("tool", "")],
  ] as const;
  const chain = turns.map(([role, text], at) => `{{ ${at === 0 ? "if" : "else if"} eq .Role "${role}" }}${text}`);
  const first = `${withBegin ? begin : ""}${told ? '{{ $told := "" }}' : ""}`;
  return `${first}{{ range .Messages }}${chain.join("")}{{ end }}{{ end }}${open.assistant ?? ""}`;
}

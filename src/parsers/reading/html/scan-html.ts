// Turns HTML into openings, closings and text, in time linear in its length.
import { Tokenizer } from "htmlparser2";

export type HtmlHandler = {
  open(name: string, attributes: ReadonlyMap<string, string>, selfClosed: boolean): void;
  close(name: string): void;
  text(text: string): void;
};

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/**
 * Reads the tokens of htmlparser2 and leaves its tree building aside, which searches its stack of open tags at each tag
 * and so takes quadratic time on deep nesting.
 */
export function scanHtml(source: string, handler: HtmlHandler): void {
  let name = "";
  let attributes: Map<string, string> | undefined;
  let attribute = "";
  let value = "";
  const ignore = (): void => undefined;
  const open = (selfClosed: boolean): void => {
    handler.open(name, attributes ?? NO_ATTRIBUTES, selfClosed);
    attributes = undefined;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => handler.text(source.slice(start, end)),
      ontextentity: (code) => handler.text(String.fromCodePoint(code)),
      onopentagname: (start, end) => (name = source.slice(start, end).toLowerCase()),
      onopentagend: () => open(false),
      onselfclosingtag: () => open(true),
      onclosetag: (start, end) => handler.close(source.slice(start, end).toLowerCase()),
      onattribname: (start, end) => (attribute = source.slice(start, end).toLowerCase()),
      onattribdata: (start, end) => (value += source.slice(start, end)),
      onattribentity: (code) => (value += String.fromCodePoint(code)),
      onattribend: () => {
        attributes ??= new Map();
        if (!attributes.has(attribute)) attributes.set(attribute, value);
        value = "";
      },
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
}

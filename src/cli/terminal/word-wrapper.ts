// Wraps text that arrives in pieces at the width of the terminal, without waiting for its end.
import { visibleWidth } from "./styled.ts";

export type WordWrapper = {
  /** What can be printed now of text that is cleaned already; a word that may go on is held back. */
  feed(text: string): string;
  /** The rest. */
  end(): string;
};

export function createWordWrapper(columns: number): WordWrapper {
  let column = 0;
  let space = "";
  let word = "";

  const place = (): string => {
    const width = visibleWidth({ styled: word });
    const fits = column === 0 || column + space.length + width <= columns;
    const text = word === "" ? "" : `${fits ? space : "\n"}${word}`;
    if (word !== "") column = fits ? column + space.length + width : width;
    if (word !== "") space = "";
    word = "";
    return text;
  };
  const feed = (text: string): string => {
    let output = "";
    for (const part of text.match(/\n|[^\S\n]+|\S+/gu) ?? []) {
      if (part === "\n") {
        output += `${place()}\n`;
        column = 0;
        space = "";
      } else if (part.trim() === "") {
        output += place();
        space += part;
      } else {
        word += part;
      }
    }
    return output;
  };
  return { feed, end: place };
}

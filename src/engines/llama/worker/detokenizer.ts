// Turns tokens into text as they come; a character that takes several tokens comes whole.
import type { Model, Token } from "./binding.ts";

export type Detokenizer = {
  feed(token: Token): string;
  end(): string;
};

/** A character takes four bytes at most; what is not whole by then never will be. */
const MAX_PENDING = 4;
/** Earlier tokens decide about blanks between words. */
const RECENT = 8;
const BROKEN = "\uFFFD";

/** Control tokens are left out, except those whose text is part of one of the `marks`. */
export function createDetokenizer(model: Model, marks: readonly string[]): Detokenizer {
  let recent: readonly Token[] = [];
  let pending: readonly Token[] = [];

  function flush(): string {
    const text = model.detokenize(pending, false, recent);
    recent = [...recent, ...pending].slice(-RECENT);
    pending = [];
    return text;
  }

  return {
    feed(token) {
      if (model.getTokenAttributes(token).control) {
        const text = model.detokenize([token], true);
        const isMark = text !== "" && marks.some((mark) => mark.includes(text.trim()));
        return flush() + (isMark ? text : "");
      }
      pending = [...pending, token];
      const isOpen = pending.length < MAX_PENDING && model.detokenize(pending, false, recent).endsWith(BROKEN);
      return isOpen ? "" : flush();
    },
    end: () => (pending.length === 0 ? "" : flush()),
  };
}

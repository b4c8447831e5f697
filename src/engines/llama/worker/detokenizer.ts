// Turns tokens into text as they come; a character that takes several tokens comes whole.
import { afterText, type Model, type Token } from "./binding.ts";

export type Detokenizer = {
  feed(token: Token): string;
  end(): string;
};

export type DetokenizerOptions = {
  readonly controlTokens: ReadonlySet<Token>;
  /** Control tokens are left out, except those whose text is part of one of these. */
  readonly marks: readonly string[];
};

/** A character takes four bytes at most; what is not whole by then never will be. */
const MAX_PENDING = 4;
/** Earlier tokens decide about blanks between words, where the vocabulary is one of words. */
const RECENT = 8;
const BROKEN = "\uFFFD";

export function createDetokenizer(model: Model, { controlTokens, marks }: DetokenizerOptions): Detokenizer {
  const kept = afterText(model) === undefined ? 0 : RECENT;
  let recent: readonly Token[] = [];
  let pending: readonly Token[] = [];

  function pendingText(): string {
    return pending.length === 0 ? "" : model.detokenize(pending, false, recent);
  }

  function release(text: string): string {
    if (kept > 0) recent = [...recent, ...pending].slice(-kept);
    pending = [];
    return text;
  }

  return {
    feed(token) {
      if (controlTokens.has(token)) {
        const text = model.detokenize([token], true);
        const isMark = text !== "" && marks.some((mark) => mark.includes(text.trim()));
        return release(pendingText()) + (isMark ? text : "");
      }
      pending = [...pending, token];
      const text = pendingText();
      return pending.length < MAX_PENDING && text.endsWith(BROKEN) ? "" : release(text);
    },
    end: () => release(pendingText()),
  };
}

// The spelling of principals: `public`, `user:…`, `group:…`.

const PRINCIPAL = /^(?:public|(?:user|group):[^\s\p{C};,]+)$/u;

/** How a principal is written, for messages. */
export const PRINCIPAL_FORM = "`public`, `user:NAME` or `group:NAME`, without spaces, commas or semicolons";

/** True when the text is a well-formed principal; anything else grants nothing. */
export function isPrincipal(text: string): boolean {
  return text.length <= 256 && PRINCIPAL.test(text);
}

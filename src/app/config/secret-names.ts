// Which settings are not to be shown: by their names, since a header or a key can stand anywhere in a source's options.

const SECRET = /(?:token|secret|password|passwd|authorization|cookie|api[-_]?key)$/iu;

/** What is printed in a secret's place. */
export const REDACTED = "(set, not shown)";

/** True for names such as `authorization`, `apiKey` and `accessToken`. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

// A text as a regular expression that matches it.

/** Only what means something in a pattern is escaped: people read these. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

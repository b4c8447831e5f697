// Addresses as they may be shown: without the login, and without the keys in their query.

/** Any text that may hold addresses, such as a reference to a model. */
export function shownAddress(text: string): string {
  return text
    .replaceAll(/(\w:\/\/)[^/\s@#?]*@/gu, "$1")
    .replaceAll(/([?&][^=&#\s]*(?:key|token|secret|password|sig)[^=&#\s]*=)[^&#\s]*/giu, "$1…");
}

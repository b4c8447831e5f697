// When something was, to the minute, for people anywhere.

/** `2026-11-26 13:50 UTC` */
export function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

// The console blocks of a README: commands behind `$`, and below each what it prints, of which `…` leaves lines, or parts of them, out.
export type ConsoleStep = {
  readonly argv: readonly string[];
  readonly expected: readonly string[];
};

export function readConsole(markdown: string): readonly ConsoleStep[] {
  const lines = [...markdown.matchAll(/```console\n([^]*?)```/gu)].flatMap(([, code = ""]) => code.trim().split("\n"));
  const steps: { argv: readonly string[]; expected: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith("$ ")) steps.push({ argv: wordsOf(line.slice(2)), expected: [] });
    else steps.at(-1)?.expected.push(line);
  }
  return steps;
}

/** As a shell takes a line apart that has nothing but double quotes. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** The first expected line that does not follow in what was printed; undefined: all do, in their order. */
export function firstMissing(expected: readonly string[], printed: string): string | undefined {
  const lines = printed.split("\n").map(timeless);
  let from = 0;
  for (const wanted of expected) {
    if (wanted === "" || wanted === "…") continue;
    const pattern = new RegExp(
      `^${timeless(wanted)
        .split("…")
        .map((part) => RegExp.escape(part))
        .join(".*")}$`,
      "u",
    );
    const at = lines.findIndex((line, index) => index >= from && pattern.test(line));
    if (at === -1) return wanted;
    from = at + 1;
  }
  return undefined;
}

/** No two machines take the same time. */
function timeless(line: string): string {
  return line
    .replaceAll(/\d+(?:\.\d+)? (?:ms|s|min)\b/gu, "⏱")
    .replaceAll(/ {2,}/gu, "  ")
    .trimEnd();
}

// Cuts source code at its definitions, by indentation, blank lines and closing marks rather than by a grammar.
import { advance, linesOf, skipBlanks, trimEnd } from "./lines.ts";
import { CUT, type OutlineBuilder, type Task } from "./outline.ts";
import { addBlock } from "./split-block.ts";
import { eachCodeLine, isCommentOrMark, isTopLevel } from "./split-code.ts";

const LONGEST_SIGNATURE = 160;

/** A definition too large for one passage becomes a section named by its first line, so that its later parts tell where they belong. */
export function scanCode(task: Task, builder: OutlineBuilder): void {
  const { text, options } = task;
  let inSection = false;
  eachDefinition(text, text.charCodeAt(0) === 0xfeff ? 1 : 0, (start, end, cut) => {
    const isLarge = task.countTokens(start, end) > options.maxTokens;
    if (isLarge) builder.section(1, signatureOf(text, start, end), start);
    else if (inSection) builder.section(1, "", start);
    inSection = isLarge;
    addBlock(task, builder, { kind: "code", span: { start, end }, cut });
  });
  task.work.steps += text.length * 2;
}

function eachDefinition(text: string, from: number, emit: (start: number, end: number, cut: number) => void): void {
  let start = from;
  let price: number = CUT.block;
  eachCodeLine(text, from, text.length, (lineStart, _lineEnd, cut) => {
    if (lineStart === from || !isTopLevel(cut)) return;
    emit(start, lineStart, price);
    start = lineStart;
    price = cut;
  });
  emit(start, text.length, price);
}

/** The first line that is neither a comment nor a decorator, without the mark that opens its body. */
function signatureOf(text: string, start: number, end: number): string {
  const lines = linesOf(text, start, end);
  while (advance(lines)) {
    const first = skipBlanks(text, lines.start, lines.end);
    if (first === lines.end || isCommentOrMark(text, first)) continue;
    const last = Math.min(trimEnd(text, first, lines.end), first + LONGEST_SIGNATURE);
    const signature = text.slice(first, last).replace(/[\s{:(]+$/, "");
    return signature.replace(/[\uD800-\uDBFF]$/, "");
  }
  return "";
}

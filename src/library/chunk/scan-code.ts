// Cuts source code at its definitions, by indentation, blank lines and closing marks rather than by a grammar.
import { CUT, type OutlineBuilder, type Task } from "./outline.ts";
import { addBlock } from "./split-block.ts";

export function scanCode(task: Task, builder: OutlineBuilder): void {
  const { text } = task;
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  addBlock(task, builder, { kind: "code", span: { start, end: text.length }, cut: CUT.block });
}

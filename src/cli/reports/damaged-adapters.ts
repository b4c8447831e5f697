// Adapters of the shelf that cannot be told of: named, so that nobody takes them for gone.
import type { DamagedAdapter } from "../../app/school/serve-adapter.ts";
import type { Printer } from "../printer.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function damagedLines(damaged: readonly DamagedAdapter[], { notePalette }: Printer): readonly Styled[] {
  if (damaged.length === 0) return [];
  return [
    ...damaged.map(({ name, reason }) => line`${notePalette.yellow("!")} ${name} cannot be used: ${reason}`),
    line`${notePalette.cyan("→")} Train it anew under its name, or take its folder away.`,
  ];
}

// Says in one line that a library is searched by words alone although it is to have vectors, and what adds them.
import type { Project } from "../../app/project/project.ts";
import type { Printer } from "../printer.ts";
import { line } from "../terminal/styled.ts";

export async function noteMissingVectors(project: Project, printer: Printer): Promise<void> {
  if (!(await project.lacksVectors())) return;
  const text = "The library has no vectors yet, so searches go by words; `schoolbook library sync` adds them.";
  printer.note(line`${printer.notePalette.cyan("→")} ${printer.advice(text)}`);
}

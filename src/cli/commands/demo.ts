// `schoolbook demo`: builds the example project and asks it a few questions.
import type { Command } from "commander";

import { DEMO_QUESTIONS, type DemoQuestion } from "../../app/demo-questions.ts";
import type { Demo } from "../../app/demo.ts";
import type { Project, SyncReport, WriteOptions } from "../../app/project/project.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { CommandContext } from "../command-context.ts";
import { askAndPrint } from "../reports/answer.ts";
import { printSyncProblems, syncLines, syncOutcome } from "../reports/sync-report.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { shownPath, shownProgram, shownProject, typable } from "../shown-program.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function addDemo(program: Command, session: Session): void {
  program
    .command("demo")
    .description("Build an example library and ask it")
    .action(
      session.action(NO_FLAGS, async (context) => {
        const { printer, io, openOptions } = context;
        const startedMs = io.runtime.monotonicMs();
        const { openDemo } = await import("../../app/demo.ts");
        await using demo = await openDemo({ ...openOptions, folder: undefined });
        const { project } = demo;
        const { folder } = project;
        context.printer.lines([
          line`Reading ${printer.palette.bold(shownPath(folder, io.cwd))}, the handbook of a made-up company …`,
        ]);
        const report = await syncExample(project, { waitMs: 10_000, signal: context.signal });
        context.printer.lines(syncLines(report, printer, false));
        printSyncProblems(report, printer);
        for (const question of DEMO_QUESTIONS) await showQuestion(demo, question, context);
        const { passages } = await project.stats();
        const seconds = ((io.runtime.monotonicMs() - startedMs) / 1000).toFixed(1);
        const done = `${plural(DEMO_QUESTIONS.length, "question")} over ${plural(passages, "passage")} in ${seconds} s`;
        printer.lines([line``, line`${printer.palette.green("✓")} ${done}.`, nextStep(demo, context)]);
        return syncOutcome(report);
      }),
    );
}

/** An example library from before an update is built anew: nobody chose its settings. */
async function syncExample(project: Project, options: WriteOptions): Promise<SyncReport> {
  try {
    return await project.sync(options);
  } catch (error) {
    if (!(error instanceof SchoolbookError) || error.code !== "library_mismatch") throw error;
    await project.rebuild(options);
    return project.sync(options);
  }
}

async function showQuestion(
  { project, isKept }: Demo,
  { question, as, shows }: DemoQuestion,
  context: CommandContext,
): Promise<void> {
  const { bold, dim, cyan } = context.printer.palette;
  const asked = as.includes("public") ? "" : ` --as ${as.join(" --as ")}`;
  const folder = isKept ? shownPath(project.folder, context.io.cwd) : undefined;
  const advice = (text: string): string => typable(text, context.io, { project: folder });
  context.printer.lines([
    line``,
    line`${dim(shows)}`,
    line`${cyan("$")} ${bold(`${shownProgram(context.io)} ask ${JSON.stringify(question)}${asked}${shownProject(folder)}`)}`,
  ]);
  await askAndPrint(project, { question, as, signal: context.signal }, { ...context.printer, advice });
}

function nextStep({ project, isKept }: Demo, { printer, io }: CommandContext): Styled {
  const place = shownProject(shownPath(project.folder, io.cwd));
  const further = isKept ? `Ask it: \`schoolbook ask "…"${place}\`. ` : "";
  const advice = `${further}For your own documents, run \`schoolbook init --project FOLDER\` with their folder.`;
  return line`${printer.palette.cyan("→")} ${printer.advice(advice)}`;
}

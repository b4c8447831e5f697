// `schoolbook school screen`: asks the base what the rows would teach it, and sends what it does not know to the library.
import { join } from "node:path";

import type { Command } from "commander";
import { z } from "zod";

import type { ScreenSetReport } from "../../app/school/screen-set.ts";
import type { CommandContext } from "../command-context.ts";
import { examples, manyFlag } from "../flags.ts";
import { collect } from "../global-options.ts";
import { screenedLines } from "../reports/screened-set.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line } from "../terminal/styled.ts";
import { SEED_OPTION, seedFlag, wholeFlag } from "./school-flags.ts";

const FLAGS = z.strictObject({
  model: z.string(),
  out: z.string().optional(),
  documents: z.string().optional(),
  approve: z.boolean().default(false),
  protocol: z.enum(["budget", "full"], { error: "expected budget or full" }).default("budget"),
  shots: wholeFlag(0).max(16, { error: "expected at most 16" }).optional(),
  unknown: z.enum(["read", "refuse", "drop", "keep"], { error: "expected read, refuse, drop or keep" }).default("read"),
  concurrency: wholeFlag(1).max(64, { error: "expected at most 64" }).default(1),
  allow: manyFlag,
  seed: seedFlag,
});

export function addSchoolScreen(parent: Command, session: Session): void {
  parent
    .command("screen")
    .description("Find the facts that a base model does not know, and send them to the library instead")
    .argument("<file>", "file of rows")
    .requiredOption("--model <model>", "the base model to ask: a name below `models`, or a reference")
    .option("--out <folder>", "where rows, documents and replies go (default: screened)")
    .option("--documents <folder>", "folder that the library reads, where unknown facts are to go")
    .option("--approve", "write the documents there; without it they are only proposed")
    .option("--protocol <name>", "budget: 4 × (1 + 4) calls a fact, approximate; full: 10 × (1 + 16) (default: budget)")
    .option("--shots <number>", "examples before each question (default: 4)")
    .option("--unknown <what>", "what rows with unknown facts become: read, refuse, drop or keep (default: read)")
    .option("--concurrency <number>", "facts that are asked at the same time (default: 1)")
    .option("--allow <principal>", "who may read what rows say that do not say it; repeatable", collect)
    .option(...SEED_OPTION)
    .addHelpText(
      "after",
      `\nReplies are kept: stopped with Ctrl-C, it goes on where it was with the same --out.\n${examples(
        "schoolbook school screen rows.jsonl --model nano",
        "schoolbook school screen rows.jsonl --model nano --documents docs/facts --approve",
      )}`,
    )
    .action(session.action(FLAGS, async (context, { args: [file = ""], flags }) => screen(context, file, flags)));
}

async function screen(context: CommandContext, file: string, flags: z.output<typeof FLAGS>): Promise<void> {
  const { openOptions, printer, io, files, options, signal } = context;
  const { loadProjectOrDefaults } = await import("../../app/config/load-project.ts");
  const { openChatModel } = await import("../../app/models/open-model.ts");
  const { readingPromptOf } = await import("../../app/school/reading-prompt.ts");
  const { screenSet } = await import("../../app/school/screen-set.ts");
  const project = await loadProjectOrDefaults({ ...openOptions, env: io.env });
  const { model: name, shots, documents, out, ...rest } = flags;
  const folder = out === undefined ? files.usual("screened").path : files.writing(out);
  const report: ScreenSetReport = await (async () => {
    await using model = await openChatModel(name, {
      models: project.config.models,
      folder: project.folder,
      offline: options.offline,
      runtime: io.runtime,
      ...(project.enginesPath === undefined ? {} : { enginesFolder: project.enginesPath }),
    });
    using display = context.progress();
    return await screenSet({
      ...rest,
      model,
      file: files.reading(file),
      out: folder,
      documents: documents === undefined ? join(folder, "library") : files.writing(documents),
      readingPrompt: readingPromptOf(project),
      onProgress: display.show,
      onPlan: ({ facts, mostCalls }) =>
        printer.note(line`${plural(facts, "fact")} to ask ${name} about, with ${plural(mostCalls, "call")} at most.`),
      signal,
      ...(shots === undefined ? {} : { shots }),
    });
  })();
  printer.result(report, () => screenedLines(report, printer));
}

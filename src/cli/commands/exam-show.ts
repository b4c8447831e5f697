// `schoolbook exam show`: a run's numbers and what went wrong, or the whole story of one question; as far as its reader may read it now.
import type { Command } from "commander";
import { z } from "zod";

import { examples } from "../flags.ts";
import { noteUnreadable } from "../reports/access-text.ts";
import { runTable } from "../reports/exam-show.ts";
import { storyLines } from "../reports/exam-story.ts";
import type { Session } from "../session.ts";
import { DATABASES_OPTION } from "./exam-run.ts";

const FLAGS = z.strictObject({
  question: z.string().min(1).optional(),
  databases: z.string().min(1).optional(),
});

export function addExamShow(parent: Command, session: Session): void {
  parent
    .command("show")
    .description("Show the numbers of a run, and what went wrong in it")
    .argument("[run]", "name of the run (default: the latest)")
    .option("--question <id>", "show all that is known of one question instead")
    .option(...DATABASES_OPTION)
    .addHelpText(
      "after",
      `\nAsks no model and no network. Texts that rest on documents which are gone, or which you may not read now, are withheld; the numbers stay. Intervals hold 95 %.\n${examples(
        "schoolbook exam show",
        "schoolbook exam show support-nano --json",
        "schoolbook exam show support-nano --question q-12",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, io, files, printer, options }, { args: [run], flags }) => {
        await using project = await openProject();
        const databases = flags.databases === undefined ? undefined : files.reading(flags.databases);
        const reader = { as: options.as, runtime: io.runtime, databases };
        if (flags.question !== undefined) {
          const { questionStory } = await import("../../app/exam/question-story.ts");
          const story = await questionStory(project, { run, id: flags.question, ...reader });
          printer.result(story, () => storyLines(story, printer));
          return noteUnreadable(story, printer);
        }
        const { summarizeProjectRun } = await import("../../app/exam/project-runs.ts");
        const summary = await summarizeProjectRun(project, run, reader);
        printer.result(summary, () => runTable(summary, printer));
        noteUnreadable(summary, printer);
      }),
    );
}

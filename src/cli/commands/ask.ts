// `schoolbook ask`: an answer with its sources, or "Not in the documents."
import type { Command } from "commander";

import { examples } from "../flags.ts";
import { noteOutdated } from "../reports/access-text.ts";
import { askAndPrint } from "../reports/answer.ts";
import { noteMissingVectors } from "../reports/missing-vectors.ts";
import { NO_FLAGS, type Session } from "../session.ts";

export function addAsk(parent: Command, session: Session): void {
  parent
    .command("ask")
    .description("Answer a question with quotes from the documents you may read")
    .argument("<question...>", "the question")
    .addHelpText(
      "after",
      examples(
        'schoolbook ask "How long is the notice period?"',
        'schoolbook ask "Who approves travel?" --as user:ann --json',
      ),
    )
    .action(
      session.action(NO_FLAGS, async (context, { args }) => {
        await using project = await context.openProject();
        const { printer, options, signal } = context;
        await noteOutdated(project, printer);
        await noteMissingVectors(project, printer);
        await askAndPrint(project, { question: args.join(" "), as: options.as, signal }, printer);
      }),
    );
}

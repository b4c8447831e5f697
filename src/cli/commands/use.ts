// `schoolbook use`: the rung of a climb that answers questions from now on, what answers now, and the way back.
import type { Command } from "commander";
import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { examples } from "../flags.ts";
import { servingLines } from "../reports/serving.ts";
import type { Session } from "../session.ts";

const FLAGS = z.strictObject({
  climb: z.string().min(1).optional(),
  show: z.boolean().default(false),
  rollback: z.boolean().default(false),
  force: z.boolean().default(false),
});

export function addUse(program: Command, session: Session): void {
  program
    .command("use")
    .description("Answer questions with a rung of a climb from now on")
    .argument("[arm]", "the rung, such as A2, or AQ for quoting (default: the one that the verdict says to serve)")
    .option("--climb <name>", "the climb that proved it (default: the latest)")
    .option("--show", "show what answers now, and change nothing")
    .option("--rollback", "go back to what answered before")
    .option("--force", "although it is vetoed or not proven enough")
    .addHelpText(
      "after",
      `\nThe model, prompt, passages and adapter are those that were examined. \`ask --model\` still asks another model.\n${examples(
        "schoolbook use",
        "schoolbook use A2 --climb climb-support-nano",
        "schoolbook use AQ",
        "schoolbook use --rollback",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, io, printer, options }, { args: [arm], flags }) => {
        const { climb, show, rollback, force } = flags;
        if ((show || rollback) && (arm !== undefined || climb !== undefined || (show && rollback))) {
          throw new SchoolbookError("usage", "--show and --rollback stand alone.");
        }
        await using project = await openProject();
        const { readServing } = await import("../../app/serving/serving-file.ts");
        const { toldServing } = await import("../../app/serving/told-serving.ts");
        const { rollbackServing, useArm } = await import("../../app/serving/use-arm.ts");
        const serving = show
          ? readServing(project.settings)
          : rollback
            ? rollbackServing(project)
            : await useArm(project, { arm, climb, force, as: options.as, runtime: io.runtime });
        const told = await toldServing(project, serving, options.as);
        printer.result(told, () => servingLines(told, project.settings.config.model, printer));
      }),
    );
}

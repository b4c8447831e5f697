// `schoolbook school setup`: installs what trains larger models.
import type { Command } from "commander";
import { z } from "zod";

import type { SetUp, TrainerFlavour } from "../../app/training/manage-trainer.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { describeHolder } from "../command-context.ts";
import type { FileArguments } from "../file-arguments.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import type { Session } from "../session.ts";
import { bytes } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const FLAGS = z.strictObject({
  cpu: z.boolean().default(false),
  cuda: z.boolean().default(false),
  python: z.string().optional(),
  force: z.boolean().default(false),
});

const ABOUT = `
Training models beyond some 50 million parameters takes Python (3.11 to 3.14) with PyTorch, transformers and peft.
They are installed for this user, all or nothing, each file checked against its locked hash; pip's registry and
proxy settings are followed. PyPI's PyTorch for Linux brings CUDA's libraries along also where there is no card: with
--cpu about 4 GB on the disk, with --cuda about 5. An interpreter that has the packages already is named with --python.
`;

export function addSchoolSetup(school: Command, session: Session): void {
  school
    .command("setup")
    .description("Install the trainer for larger models")
    .option("--cpu", "for training on the processor; the default")
    .option("--cuda", "for training on a CUDA card, with 4-bit base models")
    .option("--python <path>", "use an interpreter that has the packages already")
    .option("--force", "install anew what is installed already")
    .addHelpText(
      "after",
      `${ABOUT}${examples("schoolbook school setup --cpu", "schoolbook school setup --python .venv/bin/python")}`,
    )
    .action(
      session.action(FLAGS, async (context, { flags }) => {
        const { setUpTrainer } = await import("../../app/training/manage-trainer.ts");
        const { openOptions, printer, signal } = context;
        const done = await (async () => {
          using display = context.progress();
          return await setUpTrainer(flavourOf(flags, context.files), openOptions, {
            force: flags.force,
            signal,
            onProgress: display.show,
            onWait: (holder) => {
              display.clear();
              printer.note(line`Waiting for ${describeHolder(holder)} …`);
            },
          });
        })();
        printer.result(done, () => doneLines(done, printer));
      }),
    );
}

function flavourOf({ cpu, cuda, python }: z.output<typeof FLAGS>, files: FileArguments): TrainerFlavour {
  if ([cpu, cuda, python !== undefined].filter(Boolean).length > 1) {
    throw new SchoolbookError("usage", "--cpu, --cuda and --python exclude each other.", { hint: "Give one of them." });
  }
  if (python !== undefined) return { kind: "given", python: files.reading(python) };
  return { kind: cuda ? "cuda" : "cpu" };
}

function doneLines({ manifest, isNew }: SetUp, { palette }: Printer): readonly Styled[] {
  const { green, dim } = palette;
  const { torch = "?", transformers = "?", peft = "?" } = manifest.versions;
  const size = manifest.bytes === 0 ? "" : `, ${bytes(manifest.bytes)}`;
  return [
    line`${green("✓")} The trainer ${isNew ? "is ready" : "was ready already"}: PyTorch ${torch}, transformers ${transformers}, peft ${peft} ${dim(`(${manifest.flavour}${size})`)}`,
    line`  ${dim(manifest.python)}`,
  ];
}

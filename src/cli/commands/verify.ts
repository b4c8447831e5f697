// `schoolbook library verify`: audits the library against itself, and mends it when asked.
import type { Command } from "commander";
import { z } from "zod";

import type { VerifyReport } from "../../app/project/project.ts";
import { writeOptions } from "../command-context.ts";
import { examples, WAIT_OPTION, waitFlag } from "../flags.ts";
import { failedLines } from "../print-error.ts";
import type { Printer } from "../printer.ts";
import type { Session } from "../session.ts";
import { count, plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const FLAGS = z.strictObject({ repair: z.boolean().default(false), wait: waitFlag });

export function addVerify(parent: Command, session: Session): void {
  parent
    .command("verify")
    .description("Check the library against itself")
    .option("--repair", "index again what does not agree, from the stored texts")
    .option(...WAIT_OPTION)
    .addHelpText("after", examples("schoolbook library verify", "schoolbook library verify --repair"))
    .action(
      session.action(FLAGS, async (context, { flags }) => {
        await using project = await context.openProject();
        const report = await (async () => {
          using display = context.progress();
          return await project.verify({ ...writeOptions(context, display, flags.wait), repair: flags.repair });
        })();
        context.printer.result(report, () => verifyLines(report, context.printer));
        if (!report.clean) complain(report, context.printer);
        return report.clean ? undefined : "library_damaged";
      }),
    );
}

function verifyLines(report: VerifyReport, { palette }: Printer): readonly Styled[] {
  const { green, dim, red } = palette;
  const last = report.afterRepair ?? report.found;
  const rows = Object.entries(last.checked).map(([kind, checked]) => {
    const wrong = last.findings.filter((finding) => finding.kind === kind).length;
    return [kind, count(checked), wrong === 0 ? green("ok") : red(plural(wrong, "finding"))];
  });
  const mended = report.found.findings.length - (report.afterRepair?.findings.length ?? report.found.findings.length);
  return [
    ...table([[dim("checked"), dim("items"), ""], ...rows], ["left", "right"]),
    ...(mended > 0 ? [line`${green("✓")} ${plural(mended, "finding")} mended.`] : []),
    ...(report.clean ? [line`${green("✓")} The library agrees with itself.`] : []),
  ];
}

function complain(report: VerifyReport, printer: Printer): void {
  const { red, cyan } = printer.notePalette;
  const { findings } = report.afterRepair ?? report.found;
  const remedy =
    report.afterRepair === undefined
      ? "Run `schoolbook library verify --repair`; it indexes the documents named here again."
      : "Run `schoolbook library rebuild`; if that does not help, delete the library file and sync.";
  printer.complaint([
    line`${red("error:")} the library does not agree with itself: ${plural(findings.length, "finding")}.`,
    ...failedLines(
      findings.map(({ kind, message, documentId }) => ({ name: documentId ?? kind, reason: message })),
      printer,
    ),
    line`${cyan("→")} ${printer.advice(remedy)}`,
  ]);
}

// `schoolbook doctor`: looks for what keeps the project from working well.
import type { Command } from "commander";

import type { Check } from "../../app/doctor/check.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function addDoctor(program: Command, session: Session): void {
  program
    .command("doctor")
    .description("Look for what is wrong and say what to do")
    .addHelpText(
      "after",
      `\nEnds with exit code 1 when a check fails; warnings do not count.\n${examples("schoolbook doctor", "schoolbook doctor --json")}`,
    )
    .action(
      session.action(NO_FLAGS, async ({ openOptions, printer }) => {
        const { examine } = await import("../../app/doctor/examine.ts");
        const checks = (await examine(openOptions)).map((check) => typed(check, printer));
        const healthy = checks.every(({ status }) => status !== "fail");
        printer.result({ healthy, checks }, () => [...checkLines(checks, printer), line``, summary(checks, printer)]);
        return healthy ? undefined : "unhealthy";
      }),
    );
}

function typed(check: Check, { advice }: Printer): Check {
  return check.remedy === undefined ? check : { ...check, remedy: advice(check.remedy) };
}

function checkLines(checks: readonly Check[], { palette }: Printer): readonly Styled[] {
  const { green, yellow, red, bold, cyan } = palette;
  const marks = { ok: green("ok"), warn: yellow("warn"), fail: red("FAIL") };
  const rows = table(checks.map(({ name, status, message }) => [marks[status], bold(name), message]));
  return rows.flatMap((row, index) => {
    const remedy = checks[index]?.remedy;
    return remedy === undefined ? [row] : [row, line`      ${cyan("→")} ${remedy}`];
  });
}

function summary(checks: readonly Check[], { palette }: Printer): Styled {
  const failed = checks.filter(({ status }) => status === "fail").length;
  const warned = checks.filter(({ status }) => status === "warn").length;
  if (failed > 0) return line`${palette.red(`${plural(failed, "check")} failed`)}, ${plural(warned, "warning")}.`;
  return warned > 0 ? line`No check failed; ${palette.yellow(plural(warned, "warning"))}.` : line`All checks passed.`;
}

// `schoolbook models check`: real, tiny calls that show whether models work.
import type { Command } from "commander";
import { z } from "zod";

import type { CheckedModel } from "../../app/models/check-models.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import type { Session } from "../session.ts";
import { table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const FLAGS = z.strictObject({
  role: z.enum(["chat", "embedder", "reranker"], { error: "expected chat, embedder or reranker" }).optional(),
});

export function addModelsCheck(parent: Command, session: Session): void {
  parent
    .command("check")
    .description("Try models with real, tiny calls: speed, dimensions, abilities")
    .argument("[model...]", "names or references (default: all that have a part)")
    .option("--role <role>", "try it as chat, embedder or reranker")
    .addHelpText(
      "after",
      `\nThe calls cost what a few hundred tokens cost. Ends with exit code 12 when one of them fails.\n${examples(
        "schoolbook models check",
        "schoolbook models check ollama:qwen3",
        "schoolbook models check ollama:nomic-embed-text --role embedder --json",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openOptions, printer, io, options, signal }, { args, flags }) => {
        const { loadProjectOrDefaults } = await import("../../app/config/load-project.ts");
        const { checkModels } = await import("../../app/models/check-models.ts");
        const project = await loadProjectOrDefaults({ ...openOptions, env: io.env });
        const role = flags.role === undefined ? {} : { role: flags.role };
        const wiring = { runtime: io.runtime, offline: options.offline, signal };
        const models = await checkModels(project, { names: args, ...role, ...wiring });
        const ok = models.every((model) => model.ok);
        printer.result({ ok, models }, () => checkedLines(models, printer));
        return ok ? undefined : "engine_failed";
      }),
    );
}

function checkedLines(models: readonly CheckedModel[], { palette }: Printer): readonly Styled[] {
  const { bold, dim, green, yellow, red, cyan } = palette;
  if (models.length === 0)
    return [line`No model has a part besides quoting, which needs none: there is nothing to try.`];
  const marks = { works: green("ok"), weak: yellow("weak"), wrong: red("FAIL"), "not-declared": dim("–") };
  return models.flatMap(({ name, role, findings, error }) => [
    line`${bold(name)} as ${role}`,
    ...table(findings.map((finding) => [line`  ${marks[finding.status]}`, finding.name, finding.detail])),
    ...(error === undefined
      ? []
      : [line`  ${red("FAIL")}  ${error.message}`, line`        ${cyan("→")} ${error.hint}`]),
  ]);
}

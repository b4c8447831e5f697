// `schoolbook ask`: an answer with its sources, or "Not in the documents."
import { readFileSync } from "node:fs";

import type { Command } from "commander";
import { z } from "zod";

import type { Asked } from "../../app/feedback/last-answer.ts";
import type { Project } from "../../app/project/project.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { parseJson } from "../../core/parse-json.ts";
import type { JsonSchema } from "../../spec/chat.ts";
import type { CommandContext } from "../command-context.ts";
import { examples } from "../flags.ts";
import { noteOutdated } from "../reports/access-text.ts";
import { askAndPrint } from "../reports/answer.ts";
import { thumbLines } from "../reports/feedback.ts";
import { noteMissingVectors } from "../reports/missing-vectors.ts";
import type { Session } from "../session.ts";
import { line } from "../terminal/styled.ts";

const FLAGS = z.strictObject({
  model: z.string().min(1).optional(),
  adapter: z.string().min(1).optional(),
  schema: z.string().min(1).optional(),
  thumb: z.enum(["up", "down", "ask"], { error: "expected up, down or ask" }).optional(),
  note: z.string().min(1).optional(),
});

export function addAsk(parent: Command, session: Session): void {
  parent
    .command("ask")
    .description("Answer a question from the documents you may read, with its sources")
    .argument("<question...>", "the question")
    .option("-m, --model <reference>", "the chat model that answers (default: model of the configuration)")
    .option("--adapter <name>", "answer with this adapter, trained on that model")
    .option("--schema <file>", "answer with JSON that fits the JSON schema in this file")
    .option("--thumb <verdict>", "judge the answer: up, down, or ask for it once it is there")
    .option("--note <text>", "what there is to say about it, with --thumb")
    .addHelpText(
      "after",
      examples(
        'schoolbook ask "How long is the notice period?"',
        'schoolbook ask "Who approves travel?" --as user:ann --json',
        'schoolbook ask "Who approves travel?" --model nano --thumb ask',
      ),
    )
    .action(
      session.action(FLAGS, async (context, { args, flags }) => {
        checkThumb(flags, context);
        await using project = await context.openProject();
        const { printer, options, signal } = context;
        await noteOutdated(project, printer);
        await noteMissingVectors(project, printer);
        const json = flags.schema === undefined ? {} : { json: readSchema(context.files.reading(flags.schema)) };
        const model = flags.model === undefined ? {} : { model: flags.model };
        const adapter = flags.adapter === undefined ? {} : { adapter: flags.adapter };
        const request = { question: args.join(" "), as: options.as, signal, ...model, ...adapter, ...json };
        const answer = await askAndPrint(project, request, printer);
        await judge(context, { project, flags, asked: { question: request.question, as: options.as, answer } });
      }),
    );
}

type Judging = { readonly project: Project; readonly flags: z.output<typeof FLAGS>; readonly asked: Asked };

/** Kept in any case, so that a thumb can be given later. */
async function judge({ io, printer, signal }: CommandContext, { project, flags, asked }: Judging): Promise<void> {
  const { givenAnswer, keepLastAnswer } = await import("../../app/feedback/last-answer.ts");
  const given = givenAnswer(project, asked, io.runtime);
  keepLastAnswer(project, given);
  if (flags.thumb === undefined) return;
  const { giveThumb } = await import("../../app/feedback/project-feedback.ts");
  const thumb = flags.thumb === "ask" ? thumbOf((await io.ask?.(THUMB_QUESTION, signal)) ?? "") : flags.thumb;
  if (thumb === undefined) return;
  const note = flags.note === undefined ? {} : { note: flags.note };
  const recorded = giveThumb(project, given, { thumb, ...note, runtime: io.runtime });
  printer.lines([line``, ...thumbLines(recorded, printer)]);
}

const THUMB_QUESTION = "Was that right? [u]p, [d]own, Enter for neither: ";

function thumbOf(reply: string): "up" | "down" | undefined {
  if (/^u(?:p)?$/iu.test(reply.trim())) return "up";
  return /^d(?:own)?$/iu.test(reply.trim()) ? "down" : undefined;
}

function checkThumb({ thumb, note }: z.output<typeof FLAGS>, { io, printer }: CommandContext): void {
  if (note !== undefined && thumb === undefined)
    throw new SchoolbookError("usage", "--note belongs to a thumb.", { hint: "Add --thumb up, down or ask." });
  if (thumb === "ask" && (io.ask === undefined || printer.json))
    throw new SchoolbookError("usage", "Nobody can be asked for a thumb.", { hint: "Say --thumb up or --thumb down." });
}

const SCHEMA = z.record(z.string(), z.unknown());

function readSchema(path: string): JsonSchema {
  try {
    return SCHEMA.parse(parseJson(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new SchoolbookError("input_invalid", `${path} holds no JSON schema that can be read.`, { cause });
  }
}

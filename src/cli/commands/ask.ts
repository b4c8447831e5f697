// `schoolbook ask`: an answer with its sources, or "Not in the documents."
import { readFileSync } from "node:fs";

import type { Command } from "commander";
import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import type { JsonSchema } from "../../spec/chat.ts";
import { examples } from "../flags.ts";
import { noteOutdated } from "../reports/access-text.ts";
import { askAndPrint } from "../reports/answer.ts";
import { noteMissingVectors } from "../reports/missing-vectors.ts";
import type { Session } from "../session.ts";

const FLAGS = z.strictObject({
  model: z.string().min(1).optional(),
  adapter: z.string().min(1).optional(),
  schema: z.string().min(1).optional(),
});

export function addAsk(parent: Command, session: Session): void {
  parent
    .command("ask")
    .description("Answer a question from the documents you may read, with its sources")
    .argument("<question...>", "the question")
    .option("-m, --model <reference>", "the chat model that answers (default: model of the configuration)")
    .option("--adapter <name>", "answer with this adapter, trained on that model")
    .option("--schema <file>", "answer with JSON that fits the JSON schema in this file")
    .addHelpText(
      "after",
      examples(
        'schoolbook ask "How long is the notice period?"',
        'schoolbook ask "Who approves travel?" --as user:ann --json',
        'schoolbook ask "Who approves travel?" --model nano',
      ),
    )
    .action(
      session.action(FLAGS, async (context, { args, flags }) => {
        await using project = await context.openProject();
        const { printer, options, signal } = context;
        await noteOutdated(project, printer);
        await noteMissingVectors(project, printer);
        const json = flags.schema === undefined ? {} : { json: readSchema(context.files.reading(flags.schema)) };
        const model = flags.model === undefined ? {} : { model: flags.model };
        const adapter = flags.adapter === undefined ? {} : { adapter: flags.adapter };
        const request = { question: args.join(" "), as: options.as, signal, ...model, ...adapter, ...json };
        await askAndPrint(project, request, printer);
      }),
    );
}

const SCHEMA = z.record(z.string(), z.unknown());

function readSchema(path: string): JsonSchema {
  try {
    return SCHEMA.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new SchoolbookError("input_invalid", `${path} holds no JSON schema that can be read.`, { cause });
  }
}

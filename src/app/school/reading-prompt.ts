// Prompts of training rows in the very form in which questions are asked of a model later.
import { packagedTemplate } from "../../answer/model/prompt/packaged-template.ts";
import { type AnswerTemplate, readTemplate } from "../../answer/model/prompt/read-template.ts";
import { writePrompt } from "../../answer/model/prompt/write-prompt.ts";
import type { TrainMessage } from "../../spec/training.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { readProjectFile } from "../project/read-project-file.ts";

export type WrittenPassage = {
  readonly title: string;
  readonly text: string;
  readonly date?: string;
  readonly prefix?: string;
};

export type ReadingPrompt = (passages: readonly WrittenPassage[], question: string) => readonly TrainMessage[];

/** The project's own template where it has one. */
export function readingPromptOf({ folder, config }: Pick<LoadedProject, "folder" | "config">): ReadingPrompt {
  const { template: own } = config.answer;
  const template: AnswerTemplate =
    own === undefined ? packagedTemplate() : readTemplate(readProjectFile(folder, own, "answer.template"), own);
  return (passages, question) =>
    writePrompt({
      template,
      question,
      passages: passages.map(({ title, text, date, prefix = "" }) => ({
        ...UNPLACED,
        title,
        text,
        prefix,
        end: text.length,
        ...(date === undefined ? {} : { date }),
      })),
    });
}

/** Nothing of where a passage stands is shown to a model. */
const UNPLACED = { documentId: "", contentHash: "", uri: "", headings: [], format: "text", start: 0 } as const;

// The arm that needs no model: the library's own words as answer, as `ask` gives them.
import { SchoolbookError } from "../../core/errors.ts";
import type { AskArm } from "../../exam/run/ask-arm.ts";
import type { Project } from "../project/project.ts";

/** For arms whose model is `quoting` and whose context is a search; costs nothing. */
export function askQuoting(project: Pick<Project, "ask">): AskArm {
  return async ({ question, principals }, arm, { abortSignal }) => {
    if (arm.model !== "quoting" || arm.context.kind !== "search") {
      throw new SchoolbookError("input_invalid", `The arm ${JSON.stringify(arm.name)} does not answer by quoting.`, {
        hint: 'Its model has to be "quoting" and its context a search.',
      });
    }
    for await (const event of project.ask(question, { as: principals, signal: abortSignal })) {
      if (event.kind !== "finish") continue;
      const retrieved = [...new Set(event.answer.citations.map(({ documentId }) => documentId))];
      return { answer: event.answer, retrieved, costUsd: 0 };
    }
    throw new SchoolbookError("internal", "The answer did not come to an end.");
  };
}

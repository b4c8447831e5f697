// What the demonstration asks, and what each question is there to show.
import type { Principals } from "../spec/access.ts";

export type DemoQuestion = {
  readonly question: string;
  readonly as: Principals;
  /** What the question is there to show. */
  readonly shows: string;
};

export const DEMO_QUESTIONS: readonly DemoQuestion[] = [
  {
    question: "How long is the warranty on the S3 Pro?",
    as: ["public"],
    shows: "A question that the documents answer, with the place where it says so:",
  },
  {
    question: "What should a customer do about error E42?",
    as: ["public"],
    shows: "Codes and part numbers are words like any other:",
  },
  {
    question: "Can I pay in crypto currencies?",
    as: ["public"],
    shows: "A question that they do not answer is not answered:",
  },
  {
    question: "What raise was agreed for April 2027?",
    as: ["public"],
    shows: "A page that its front matter opens to the people team only, asked by the public:",
  },
  {
    question: "What raise was agreed for April 2027?",
    as: ["user:mia"],
    shows: "The same, asked by Mia, who is in the people team:",
  },
];

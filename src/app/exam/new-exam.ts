// A first file of questions, with one of each kind to write over.
import { writeNewFile } from "./exam-file.ts";

export type NewExamOptions = {
  readonly path: string;
  readonly force?: boolean;
};

export function newExam({ path, force = false }: NewExamOptions): void {
  writeNewFile(path, STARTER, { force });
}

/** Read by the tests as an exam, so that it stays one. */
export const STARTER = `# Questions of an exam. Each says who asks and what a right answer is; the rest may be left out.
questions:
  # A fact that one document holds. \`sources\` lets recall and citations be measured.
  - question: How long is the warranty?
    principals: [public]
    expected:
      answers: [two years, 24 months]
      sources: ["docs:warranty.md"]
    tags: [warranty]

  # A number, and how far off it may be.
  - question: How many people work here?
    principals: [public]
    expected:
      number: { value: 120, tolerance: 5 }

  # Nothing in the documents answers it: right is to say so.
  - question: Who will win the next election?
    principals: [public]
    expected:
      unanswerable: true

  # Its asker may not read the page that answers it: right is to say so, too.
  - question: What raise was agreed for April?
    principals: [public]
    expected:
      unanswerable: true
      sources: ["docs:raise.md"]

  # Form, whatever the content: an axis of its own.
  - question: Summarise the warranty for a customer.
    principals: [public]
    axis: behaviour
    expected:
      style:
        - { kind: words, max: 60 }
        - { kind: does-not-match, pattern: "as an AI", flags: i }
`;

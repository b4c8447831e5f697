// The ordered questions for those who have no exam yet: which rung to try first, which not, and what to measure before anything is built.

export const ADVICE_KINDS = [
  "prompt",
  "facts",
  "change",
  "access",
  "sources",
  "size",
  "form",
  "examples",
  "questions",
] as const;
export type AdviceKind = (typeof ADVICE_KINDS)[number];

export type AdviceQuestion = {
  readonly kind: AdviceKind;
  readonly question: string;
  readonly choices: readonly { readonly id: string; readonly text: string }[];
};

const YES_NO = [
  { id: "yes", text: "yes" },
  { id: "no", text: "no" },
] as const;

/** In the order of MISSION.md: the prompt first, then facts, then form, then what there is to prove any of it with. */
export const ADVICE_QUESTIONS: readonly AdviceQuestion[] = [
  {
    kind: "prompt",
    question: "Have you tried a better prompt, with a few examples in it, on the questions that go wrong?",
    choices: YES_NO,
  },
  {
    kind: "facts",
    question: "Do wrong answers lack facts that stand in your own documents or data?",
    choices: YES_NO,
  },
  {
    kind: "change",
    question: "How often do those facts change?",
    choices: [
      { id: "never", text: "hardly ever" },
      { id: "monthly", text: "every month or so" },
      { id: "daily", text: "every week or more often" },
    ],
  },
  { kind: "access", question: "May some readers see documents that others may not?", choices: YES_NO },
  { kind: "sources", question: "Does an answer have to say where it stands?", choices: YES_NO },
  {
    kind: "size",
    question: "How much text is it that the answers stand in?",
    choices: [
      { id: "small", text: "less than about 100 pages" },
      { id: "large", text: "more" },
    ],
  },
  {
    kind: "form",
    question: "Are facts right and still the answer is not: its format, tone, length or a narrow skill?",
    choices: YES_NO,
  },
  {
    kind: "examples",
    question: "How many answers do you have as they should be, written or checked by people?",
    choices: [
      { id: "none", text: "fewer than 50" },
      { id: "some", text: "50 to 500" },
      { id: "many", text: "more than 500" },
    ],
  },
  {
    kind: "questions",
    question: "How many real questions do you have whose right answer is known?",
    choices: [
      { id: "none", text: "fewer than 30" },
      { id: "some", text: "30 to 300" },
      { id: "many", text: "more than 300" },
    ],
  },
];

/** What was answered, by kind; what is not known is left out. */
export type AdviceAnswers = Readonly<Partial<Record<AdviceKind, string>>>;

export type FirstRung = "prompt" | "whole-library" | "book" | "school" | "both";

export type Advice = {
  /** A guess to begin with; only an exam decides. */
  readonly first: FirstRung;
  readonly because: readonly string[];
  /** Mistakes that this team is near to making. */
  readonly warnings: readonly string[];
  /** What to measure, in order. */
  readonly measure: readonly string[];
};

/** Whether a question still matters, given the answers before it. */
export function isAsked(kind: AdviceKind, answers: AdviceAnswers): boolean {
  const needsFacts = ["change", "access", "sources", "size"].includes(kind);
  if (needsFacts) return answers.facts !== "no";
  return kind === "examples" ? answers.form !== "no" : true;
}

export function advise(answers: AdviceAnswers): Advice {
  return {
    first: firstRung(answers),
    because: reasonsOf(answers),
    warnings: warningsOf(answers),
    measure: measuresOf(answers),
  };
}

function firstRung({ prompt, facts, form, size, access, sources }: AdviceAnswers): FirstRung {
  if (prompt !== "yes") return "prompt";
  if (facts === "yes" && form === "yes") return "both";
  if (form === "yes") return "school";
  if (facts !== "yes") return "prompt";
  return size === "small" && access !== "yes" && sources !== "yes" ? "whole-library" : "book";
}

function reasonsOf({ prompt, facts, form, change, access, sources, size }: AdviceAnswers): readonly string[] {
  const has = (isSo: boolean, text: string): readonly string[] => (isSo ? [text] : []);
  return [
    ...has(
      prompt !== "yes",
      "A better prompt is free and there at once, and whatever comes later is measured against it.",
    ),
    ...has(
      facts === "yes",
      "Facts of your own are what the open book is for: a changed page is answerable as soon as it is indexed.",
    ),
    ...has(
      facts === "yes" && (change === "daily" || change === "monthly"),
      "Facts that change would have to be trained in again each time; a book is only re-indexed.",
    ),
    ...has(
      facts === "yes" && access === "yes",
      "Who may read what can be kept by a search that filters first; weights keep no secrets from anybody.",
    ),
    ...has(facts === "yes" && sources === "yes", "Only an open book can point at the passage that it used."),
    ...has(
      facts === "yes" && size === "small" && access !== "yes",
      "So little text fits into the prompt as a whole: try that before a search.",
    ),
    ...has(form === "yes", "Form, tone and narrow skills are what school gives reliably; prompts and passages do not."),
    ...has(
      facts === "yes" && form === "yes",
      "Both are needed: school for the form and for reading passages, the book for the facts, trained together.",
    ),
    ...has(
      prompt === "yes" && facts !== "yes" && form !== "yes",
      "Neither facts nor form are named as what is missing: measure which it is before anything is built; it may be that a larger model helps.",
    ),
  ];
}

function warningsOf({ prompt, facts, form, change, examples, questions }: AdviceAnswers): readonly string[] {
  const has = (isSo: boolean, text: string): readonly string[] => (isSo ? [text] : []);
  return [
    ...has(
      prompt !== "yes" && form === "yes",
      "Do not begin with fine-tuning: without the prompt's result nobody can say what it gained.",
    ),
    ...has(
      facts === "yes",
      "Do not train facts in: what a model does not know it learns slowly, and it then makes up more of everything else.",
    ),
    ...has(facts === "no" && form === "yes", "Do not expect a search to mend form: passages bring facts."),
    ...has(
      form === "yes" && examples === "none",
      "Fewer than 50 good examples are too few for school: collect 100 to 500 first.",
    ),
    ...has(
      form === "yes" && change === "daily",
      "Do not train again when data changes; keep what changes in the book.",
    ),
    ...has(
      questions === "none",
      "With fewer than 30 questions only very large differences can be shown; a verdict will ask you for more.",
    ),
  ];
}

function measuresOf({ prompt, facts, form, questions }: AdviceAnswers): readonly string[] {
  const wanted =
    questions === "many"
      ? "Take 300 of your questions"
      : "Write down real questions with their right answers: 50 to see large differences, 300 to tell rungs apart";
  return [
    `${wanted}; one in six should be one that your documents do not answer.`,
    `Ask them with the present prompt and with ${prompt === "yes" ? "the best one you have" : "a better one"}, without any documents: what is right already needs no rung.`,
    ...(facts === "no"
      ? []
      : [
          "Ask the wrong ones again with the right passage in hand. Right then: a book will help, if it finds the passage. Wrong still: no search will.",
        ]),
    ...(form === "no"
      ? []
      : [
          "Count answers whose facts are right and whose form is wrong, with the right passage in hand: that share is the most that school can give.",
        ]),
    "Fix the bar that is good enough, and how much worse the cheaper way may be, before you look at any result.",
  ];
}

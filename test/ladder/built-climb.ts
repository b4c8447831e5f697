// A climb's report and its run, made from what is said about each arm, judged and diagnosed by the real code.
import { describeArm, questionScores } from "../../src/app/ladder/climb/describe-arm.ts";
import { seededRandom } from "../../src/core/runtime.ts";
import { scoreRows } from "../../src/exam/export/score-rows.ts";
import { createMetrics, HEADLINE } from "../../src/exam/metrics/registry.ts";
import { DECIDING, type PageLibrary, type PageRun } from "../../src/exam/page/page-run.ts";
import type { ClimbReport } from "../../src/ladder/climb/climb-report.ts";
import { LADDER_ARMS } from "../../src/ladder/climb/ladder-arms.ts";
import { diagnoseExam } from "../../src/ladder/diagnosis/diagnose-exam.ts";
import { explainDiagnosis } from "../../src/ladder/diagnosis/explain-diagnosis.ts";
import { examHash, type Registration, registrationHash } from "../../src/ladder/registration/registration.ts";
import { explainVerdict } from "../../src/ladder/verdict/explain-verdict.ts";
import { judgeLadder } from "../../src/ladder/verdict/judge-ladder.ts";
import type { ShownPassage } from "../../src/spec/answer.ts";
import type { Question, ScoredTrial, Trial } from "../../src/spec/exam.ts";
import { buildAnswer, buildArm, buildNumberQuestion } from "../../src/testing/index.ts";

const TEXT =
  "The number of this page is said here. The notice period of the supplier is thirty days to a month's end. ";

export type ClimbCase = {
  readonly questions: number;
  /** Share of right answers by arm, from the first question on; arms that are not named were not asked. */
  readonly right: Readonly<Record<string, number>>;
  readonly usd?: number;
  readonly ask?: (id: string, at: number) => Question;
  readonly library?: PageLibrary;
};

export type BuiltClimb = { readonly report: ClimbReport; readonly run: PageRun };

export async function builtClimb({ questions: count, right, usd = 0, ask, library }: ClimbCase): Promise<BuiltClimb> {
  const asked = Array.from({ length: count }, (_, at) =>
    (ask ?? usualQuestion)(`question-${String(at).padStart(3, "0")}`, at),
  );
  const trials = Object.entries(right).flatMap(([arm, share]) =>
    asked.map((question, at) => trialOf({ question, arm, at, isRight: at < share * count, usd })),
  );
  const rows = await scoreRows(trials, createMetrics());
  const scored = Object.keys(right).map((name) => ({ name, ...armRows(rows, name) }));
  const registration = registrationOf(asked);
  const verdict = judgeLadder({
    registration,
    arms: scored.map(({ name, headline }) => ({ arm: name, rows: headline })),
    measured: [],
  });
  const diagnosis = Object.hasOwn(right, "A2")
    ? await diagnoseExam(trials, {
        arms: { closed: "A1", retrieved: "A2", oracle: "A3" },
        locate: async () => ({ kind: "readable", places: [], text: TEXT }),
        scores: new Map(
          scored.map(({ name, headline }) => [name, questionScores({ scores: new Map([[HEADLINE, headline]]) })]),
        ),
      })
    : undefined;
  const report: ClimbReport = {
    name: "tried",
    folder: "tried",
    model: "fake:model",
    verdict,
    diagnosis,
    registration: {
      hash: registrationHash(registration),
      at: 0,
      registration,
    },
    development: 0,
    explained: explainVerdict(verdict),
    arms: scored.map(({ name, trials: own, headline }) => {
      const arm = LADDER_ARMS.find((one) => one.name === name) ?? {
        name,
        label: name,
        role: "control",
        adds: [],
      };
      return describeArm(arm, {
        trials: own,
        scores: new Map([[HEADLINE, headline]]),
      });
    }),
    choices: [
      {
        arm: "A1",
        choice: {
          chosen: "A1.shots-2",
          tried: [
            {
              name: "A1.shots-2",
              mean: 0.5,
              gain: 0.1,
            },
          ],
        },
      },
    ],
    schooled: Object.hasOwn(right, "A4")
      ? [
          {
            arm: "A4",
            adapter: "a.gguf",
            rows: 90,
            seconds: 12,
            losses: [3, 2, 1.2, 0.9],
            forgetting: 0.1,
          },
        ]
      : [],
    lacking: Object.hasOwn(right, "A4")
      ? []
      : [
          {
            arm: "A4",
            what: "there are no examples",
            remedy: "Write some.",
          },
        ],
    diagnosisSentences: diagnosis === undefined ? [] : explainDiagnosis(diagnosis),
    runs: {
      development: "tried-development",
      test: "tried",
    },
  };
  const run: PageRun = {
    run: "tried",
    startedAt: 0,
    repeats: 1,
    rows,
    missing: 0,
    metrics: createMetrics(),
    decidedBy: DECIDING,
    arms: Object.keys(right).map((name) => buildArm(name)),
    library: library ?? {
      read: () => ({
        text: TEXT.repeat(8),
        contentHash: "c",
        title: "Page",
      }),
    },
    random: seededRandom(1),
  };
  return { report, run };
}

function usualQuestion(id: string, at: number): Question {
  return buildNumberQuestion(id, {
    question: `What is the number of page ${at}?`,
    axis: at % 3 === 0 ? "behaviour" : "knowledge",
    expected: { answers: [`number ${id}`], sources: [`docs:${at % 90}.md`] },
  });
}

type Row = {
  readonly question: Question;
  readonly arm: string;
  readonly at: number;
  readonly isRight: boolean;
  readonly usd: number;
};

function trialOf({ question, arm, at, isRight, usd }: Row): Trial {
  const text = isRight ? `number ${question.id}` : `${arm} says another thing at length, which is not right at all`;
  const shown = Array.from({ length: 5 }, (_, rank): ShownPassage => ({
    number: rank + 1,
    documentId: `docs:${at % 90}.md`,
    contentHash: "c",
    uri: `${at % 90}.md`,
    title: "Page",
    headings: [],
    start: rank * 50,
    end: rank * 50 + 60,
  }));
  const hasBook = ["AQ", "A2", "A3", "A5", "A6"].includes(arm);
  const trace = {
    shown: hasBook ? shown : [],
    retrieval: "search",
    templateHash: "t",
    promptTokens: {
      total: 10,
      estimated: false,
    },
  } as const;
  const answer = buildAnswer(text, { trace });
  const retrieved = hasBook ? [`docs:${at % 90}.md`] : [];
  return { question, arm, repeat: 0, latencyMs: 12, costUsd: usd, outcome: { kind: "answered", answer, retrieved } };
}

function armRows(rows: Awaited<ReturnType<typeof scoreRows>>, name: string) {
  const own = rows.filter(({ trial }) => trial.arm === name);
  const headline = own.flatMap(({ trial, scores }): readonly ScoredTrial[] => {
    const score = scores.get(HEADLINE);
    return score === undefined ? [] : [{ trial, score }];
  });
  return { trials: own.map(({ trial }) => trial), headline };
}

function registrationOf(questions: readonly Question[]): Registration {
  return {
    version: 1,
    inputs: {},
    metric: "correct",
    bar: 0.8,
    margin: 0.05,
    alpha: 0.05,
    looks: 2,
    vetoes: [],
    seed: 1,
    repeats: 1,
    splits: {
      development: [],
      test: questions.map(({ id }) => id),
    },
    examHash: examHash(questions),
    arms: LADDER_ARMS,
  };
}

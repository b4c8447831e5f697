// Climbs the ladder: registers, asks rung by rung from the cheapest up, stops where one is proven enough, and says what it comes to.
import { availableParallelism } from "node:os";
import { resolve } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import { chooseCandidate } from "../../../ladder/climb/choose-candidate.ts";
import { splitQuestions } from "../../../ladder/climb/split-questions.ts";
import { diagnoseExam } from "../../../ladder/diagnosis/diagnose-exam.ts";
import { explainDiagnosis } from "../../../ladder/diagnosis/explain-diagnosis.ts";
import { keepRegistration } from "../../../ladder/registration/keep-registration.ts";
import { explainVerdict } from "../../../ladder/verdict/explain-verdict.ts";
import { judgeLadder } from "../../../ladder/verdict/judge-ladder.ts";
import type { Question } from "../../../spec/exam.ts";
import type { WrittenArm } from "../../exam/arms/arm-schema.ts";
import type { Project } from "../../project/project.ts";
import { judgeCandidates, passageCandidates, promptCandidates, shownExamples } from "./candidates.ts";
import { claimClimb } from "./claim-climb.ts";
import { climbFolder, type ClimbFolder, writeOwn } from "./climb-folder.ts";
import type { ClimbOptions, ClimbReport, Lesson } from "./climb-options.ts";
import { climbQuoting } from "./climb-quoting.ts";
import { type ClimbState, lack } from "./climb-state.ts";
import { climbWholeLibrary } from "./climb-whole-library.ts";
import { headlineRows, questionScores } from "./describe-arm.ts";
import { openQuestions } from "./example-access.ts";
import { leftOutLines } from "./example-leaks.ts";
import { holdLibrary } from "./hold-library.ts";
import { type LearningAhead, learnAhead } from "./learn-ahead.ts";
import { armsFor, canLearn, registrationOf } from "./register-climb.ts";
import { createSitting } from "./sit-arms.ts";
import { labelOf, sitTest } from "./sit-test.ts";
import { writeClimbReport } from "./write-report.ts";

const MOST_FOR_DEVELOPMENT = 60;

/** Resumes where an earlier one of this name ended; no call is made twice. */
export async function climbProject(project: Project, options: ClimbOptions): Promise<ClimbReport> {
  using _claim = await claimClimb(project, options);
  const hopeless = new AbortController();
  const signals = [hopeless.signal, ...(options.signal === undefined ? [] : [options.signal])];
  const begun = await begin(project, { ...options, signal: AbortSignal.any(signals) });
  await using ahead = beginLongLesson(begun, hopeless);
  try {
    return await climbRungs(
      ahead === undefined ? begun : { ...begun, options: { ...begun.options, schooling: ahead } },
    );
  } catch (error) {
    throw hopeless.signal.aborted ? hopeless.signal.reason : error;
  }
}

async function climbRungs(state: ClimbState): Promise<ClimbReport> {
  await sitTest(state, { name: "A0", context: "none" });
  await climbPrompt(state);
  await climbQuoting(state);
  if (goesOn(state)) await climbBook(state);
  if (goesOn(state)) await climbSchool(state, "A4", "plain");
  if (goesOn(state)) await climbSchool(state, "A5", "raft");
  if (state.options.all) await climbWholeLibrary(state);
  return await finish(state); // why: the claim is held until the report is written
}

/** Where all rungs are climbed, it is learnt anyway; on one core it would only take turns with the asking. A failure that lasts ends the climb. */
function beginLongLesson(
  { project, options, folder, leaks }: ClimbState,
  hopeless: AbortController,
): LearningAhead | undefined {
  const { schooling, signal, all, onEvent } = options;
  const hasLibrary = project.examLibrary({ tellsClosed: false }) !== undefined;
  if (!all || !canLearn(schooling) || !hasLibrary || availableParallelism() === 1) return undefined;
  return learnAhead(schooling, "raft", {
    folder: folder.school("raft"),
    leftOut: leaks?.leftOut ?? [],
    signal,
    onFailure: (error, lasts) => {
      if (lasts) hopeless.abort(error);
      else onEvent({ kind: "school-failed", arm: "A5", error });
    },
  });
}

async function begin(project: Project, options: ClimbOptions): Promise<ClimbState> {
  const { questions, seed, developmentShare, name, runtime, onEvent } = options;
  const folder = climbFolder(project, name);
  const split = splitQuestions(questions, { seed, developmentShare, mostForDevelopment: MOST_FOR_DEVELOPMENT });
  if (split.test.length === 0) throw new SchoolbookError("input_invalid", "There are no questions to climb on.");
  const sitting = createSitting(project, options, split);
  const library = await holdLibrary(project, options, folder);
  const leaks = lookForLeaks(options, folder);
  const leftOut = leaks?.leftOut ?? [];
  const registration = keepRegistration(registrationOf(options, split, { library, arms: armsFor(folder), leftOut }), {
    path: folder.registration,
    runtime,
    callsMade: await sitting.asked(),
  });
  if (leaks !== undefined) onEvent({ kind: "leaks", leaks }); // why: not of a climb that was registered otherwise.
  onEvent({ kind: "registered", path: folder.registration, registration });
  const prompts = { closed: { name: "A1", context: "none" }, open: { name: "A2", context: "search" } } as const;
  return {
    project,
    options,
    folder,
    split,
    registration,
    sitting,
    prompts: { ...prompts },
    sat: new Map(),
    results: [],
    measured: [],
    choices: [],
    schooled: [],
    lacking: [],
    leaks,
  };
}

/** Before anything is registered. */
function lookForLeaks({ schooling }: ClimbOptions, folder: ClimbFolder): ClimbReport["leaks"] {
  if (!canLearn(schooling)) return undefined;
  const leaks = { ...schooling.leaks, leftOut: leftOutLines(folder, schooling.leaks) };
  return leaks.exact.length + leaks.near.length + leaks.leftOut.length === 0 ? undefined : leaks;
}

/** A rung that is proven enough ends the climb, unless all of them are wanted. */
function goesOn(state: ClimbState): boolean {
  state.options.signal?.throwIfAborted();
  if (state.options.all) return true;
  const verdict = judge(state);
  return verdict.kind !== "judged" || verdict.decision.kind !== "serve";
}

async function climbPrompt(state: ClimbState): Promise<void> {
  state.prompts.closed = await choosePrompt(state, "A1", "none");
  await sitTest(state, { ...state.prompts.closed, name: "A1" });
}

async function climbBook(state: ClimbState): Promise<void> {
  const { project } = state;
  if (project.examLibrary({ tellsClosed: false }) === undefined) {
    return lack(state, "A2", "there is no library yet", "Run `schoolbook library sync`.");
  }
  const prompt = await choosePrompt(state, "A2", "search");
  const wide = passageCandidates({ ...prompt, name: "A2" }, project.settings.config.answer.passages);
  state.prompts.open = await choose(state, "A2", wide);
  await sitTest(state, { ...state.prompts.open, name: "A2" });
  await sitTest(state, { name: "A3", context: "oracle" });
}

async function climbSchool(state: ClimbState, arm: "A4" | "A5", lesson: Lesson): Promise<void> {
  const { options, folder } = state;
  const { schooling, onEvent, signal } = options;
  if (!canLearn(schooling)) return lack(state, arm, schooling.what, schooling.remedy);
  if (arm === "A5" && !state.sat.has("A2"))
    return lack(state, arm, "there is no library to read from", "Run `schoolbook library sync`.");
  onEvent({ kind: "begin", arm, label: labelOf(arm), doing: "school" });
  const schooled = await schooling.train(lesson, {
    folder: folder.school(lesson),
    leftOut: state.leaks?.leftOut ?? [],
    onStep: (progress) => onEvent({ kind: "learning", arm, progress }),
    signal,
  });
  if ("what" in schooled) return lack(state, arm, schooled.what, schooled.remedy);
  onEvent({ kind: "learnt", arm, schooled });
  state.schooled.push({ ...schooled, arm });
  const adapter = { name: `${options.name}-${lesson}`, path: schooled.adapter };
  if (schooled.forgetting !== undefined) {
    const { forgetting: value, forgettingAtMost: high = value } = schooled;
    state.measured.push({ arm, measure: "forgetting", estimate: { value, low: value, high, level: 0.95 } });
  }
  // why: what went to school needs no worked examples in its prompt; that it can do without them is what it learnt.
  const prompt = options.template === undefined ? {} : { template: options.template };
  if (arm === "A4") return sitTest(state, { name: arm, context: "none", adapter, ...prompt });
  const { sufficiency } = await choose(state, arm, judgeCandidates({ name: arm, context: "search", adapter }));
  const judged = { adapter, ...(sufficiency === undefined ? {} : { sufficiency }) };
  await sitTest(state, { name: "A5", context: "search", ...judged });
  await sitTest(state, { name: "A6", context: "oracle", ...judged });
}

async function choosePrompt(state: ClimbState, name: string, context: "none" | "search"): Promise<WrittenArm> {
  const { folder, split, options } = state;
  const asked = { development: split.development, asked: options.questions, as: options.as };
  const examples = shownExamples(await openQuestions(state.project, asked));
  const { settings, folder: home } = state.project;
  const own = settings.config.answer.template;
  const template = context === "none" ? options.template : own === undefined ? own : resolve(home, own);
  const candidates = promptCandidates(name, context, { folder, template, examples });
  const arms = candidates.map(({ arm }) => arm);
  return choose(
    state,
    name,
    arms,
    examples.map(({ question }) => question),
  );
}

/** By the development questions, those left out that a prompt shows. */
async function choose(
  state: ClimbState,
  name: string,
  candidates: readonly WrittenArm[],
  shown: readonly Question[] = [],
): Promise<WrittenArm> {
  const { sitting, split, options, choices } = state;
  const [usual] = candidates;
  if (usual === undefined) throw new SchoolbookError("internal", "There is nothing to choose from.");
  const scored = split.development.filter((question) => !shown.includes(question));
  if (candidates.length === 1 || scored.length === 0) return usual;
  options.onEvent({ kind: "begin", arm: name, label: labelOf(name), doing: "choosing" });
  const tried: { readonly name: string; readonly scores: readonly number[] }[] = [];
  for (const arm of candidates) {
    const means = questionScores(await sitting.sit("development", arm));
    tried.push({ name: arm.name, scores: scored.map(({ id }) => means.get(id) ?? 0) });
  }
  const choice = chooseCandidate(
    tried,
    scored.map(({ cluster }) => cluster),
  );
  choices.push({ arm: name, choice });
  options.onEvent({ kind: "chosen", arm: name, choice });
  return candidates.find((arm) => arm.name === choice.chosen) ?? usual;
}

function judge({ registration, sat, measured }: ClimbState) {
  const arms = [...sat].map(([arm, scored]) => ({ arm, rows: headlineRows(scored) }));
  return judgeLadder({ registration: registration.registration, arms, measured });
}

async function finish(state: ClimbState): Promise<ClimbReport> {
  const { options, folder, registration, split, sitting, results, choices, schooled, lacking } = state;
  const verdict = judge(state);
  const diagnosis = state.sat.has("A2") ? await diagnose(state) : undefined;
  const report: ClimbReport = {
    name: options.name,
    folder: folder.path,
    model: options.model,
    registration,
    verdict,
    choices,
    schooled,
    lacking,
    ...(state.leaks === undefined ? {} : { leaks: state.leaks }),
    diagnosis,
    development: split.development.length,
    explained: explainVerdict(verdict),
    arms: results,
    diagnosisSentences: diagnosis === undefined ? [] : explainDiagnosis(diagnosis),
    runs: sitting.runs,
  };
  writeOwn(folder.report, `${JSON.stringify(report, undefined, 2)}\n`);
  await writeClimbReport(state.project, report, options);
  return report;
}

async function diagnose({ project, sat }: ClimbState) {
  const trials = [...sat.values()].flatMap((scored) => scored.trials);
  return diagnoseExam(trials, {
    arms: { closed: "A1", retrieved: "A2", oracle: "A3" },
    locate: await project.locateEvidence(),
    scores: new Map([...sat].map(([arm, scored]) => [arm, questionScores(scored)])),
  });
}

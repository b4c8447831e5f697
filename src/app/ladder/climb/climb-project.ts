// Climbs the ladder: registers, asks rung by rung from the cheapest up, stops where one is proven enough, and says what it comes to.
import { SchoolbookError } from "../../../core/errors.ts";
import { questionMeans } from "../../../exam/metrics/summarize-metric.ts";
import type { ScoredArm } from "../../../exam/report/score-arms.ts";
import { type Choice, chooseCandidate } from "../../../ladder/climb/choose-candidate.ts";
import { LADDER_ARMS } from "../../../ladder/climb/ladder-arms.ts";
import { type Split, splitQuestions } from "../../../ladder/climb/split-questions.ts";
import { diagnoseExam } from "../../../ladder/diagnosis/diagnose-exam.ts";
import { explainDiagnosis } from "../../../ladder/diagnosis/explain-diagnosis.ts";
import { keepRegistration, type KeptRegistration } from "../../../ladder/registration/keep-registration.ts";
import type { LadderArm } from "../../../ladder/registration/registration.ts";
import { fabricationRate, type Measured, refusalRecall } from "../../../ladder/verdict/check-vetoes.ts";
import { explainVerdict } from "../../../ladder/verdict/explain-verdict.ts";
import { judgeLadder } from "../../../ladder/verdict/judge-ladder.ts";
import type { Question } from "../../../spec/exam.ts";
import type { WrittenArm } from "../../exam/arms/arm-schema.ts";
import type { Project } from "../../project/project.ts";
import { judgeCandidates, passageCandidates, promptCandidates, shownExamples } from "./candidates.ts";
import { claimClimb } from "./claim-climb.ts";
import { climbFolder, type ClimbFolder, writeOwn } from "./climb-folder.ts";
import type { ArmResult, ClimbOptions, ClimbReport, Lacking, Lesson, Schooled } from "./climb-options.ts";
import { describeArm, headlineRows } from "./describe-arm.ts";
import { openQuestions } from "./example-access.ts";
import { canLearn, registrationOf } from "./register-climb.ts";
import { createSitting, type Sitting } from "./sit-arms.ts";
import { writeClimbReport } from "./write-report.ts";

const MOST_FOR_DEVELOPMENT = 60;

/** Everything that has come of the climb so far. */
type State = {
  readonly project: Project;
  readonly options: ClimbOptions;
  readonly folder: ClimbFolder;
  readonly split: Split;
  readonly registration: KeptRegistration;
  readonly sitting: Sitting;
  readonly sat: Map<string, ScoredArm>;
  readonly results: ArmResult[];
  readonly measured: Measured[];
  readonly choices: { readonly arm: string; readonly choice: Choice }[];
  readonly schooled: (Schooled & { readonly arm: string })[];
  readonly lacking: Lacking[];
  /** The prompts that were chosen, with and without passages. */
  readonly prompts: { closed: WrittenArm; open: WrittenArm };
};

/** Resumes where an earlier one of this name ended; no call is made twice. */
export async function climbProject(project: Project, options: ClimbOptions): Promise<ClimbReport> {
  using _claim = await claimClimb(project, options);
  const state = await begin(project, options);
  await sit(state, { name: "A0", context: "none" });
  await climbPrompt(state);
  if (goesOn(state)) await climbBook(state);
  if (goesOn(state)) await climbSchool(state, "A4", "plain");
  if (goesOn(state)) await climbSchool(state, "A5", "raft");
  return await finish(state); // why: the claim is held until the report is written
}

async function begin(project: Project, options: ClimbOptions): Promise<State> {
  const { questions, seed, developmentShare, name, runtime, onEvent } = options;
  const folder = climbFolder(project, name);
  const split = splitQuestions(questions, { seed, developmentShare, mostForDevelopment: MOST_FOR_DEVELOPMENT });
  if (split.test.length === 0) throw new SchoolbookError("input_invalid", "There are no questions to climb on.");
  const sitting = createSitting(project, options, split);
  const registration = keepRegistration(registrationOf(options, split), {
    path: folder.registration,
    runtime,
    callsMade: await sitting.asked(),
  });
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
  };
}

/** A rung that is proven enough ends the climb, unless all of them are wanted. */
function goesOn(state: State): boolean {
  state.options.signal?.throwIfAborted();
  if (state.options.all) return true;
  const verdict = judge(state);
  return verdict.kind !== "judged" || verdict.decision.kind !== "serve";
}

async function climbPrompt(state: State): Promise<void> {
  state.prompts.closed = await choosePrompt(state, "A1", "none");
  await sit(state, { ...state.prompts.closed, name: "A1" });
}

async function climbBook(state: State): Promise<void> {
  const { project } = state;
  if (project.examLibrary({ tellsClosed: false }) === undefined) {
    return lack(state, "A2", "there is no library yet", "Run `schoolbook library sync`.");
  }
  const prompt = await choosePrompt(state, "A2", "search");
  const wide = passageCandidates({ ...prompt, name: "A2" }, project.settings.config.answer.passages);
  state.prompts.open = await choose(state, "A2", wide);
  await sit(state, { ...state.prompts.open, name: "A2" });
  await sit(state, { name: "A3", context: "oracle" });
}

async function climbSchool(state: State, arm: "A4" | "A5", lesson: Lesson): Promise<void> {
  const { options, folder } = state;
  const { schooling, onEvent, signal } = options;
  if (!canLearn(schooling)) return lack(state, arm, schooling.what, schooling.remedy);
  if (arm === "A5" && !state.sat.has("A2"))
    return lack(state, arm, "there is no library to read from", "Run `schoolbook library sync`.");
  onEvent({ kind: "begin", arm, label: labelOf(arm), doing: "school" });
  const schooled = await schooling.train(lesson, {
    folder: folder.school(lesson),
    onStep: (progress) => onEvent({ kind: "learning", arm, progress }),
    signal,
  });
  if (!("adapter" in schooled)) return lack(state, arm, schooled.what, schooled.remedy);
  onEvent({ kind: "learnt", arm, schooled });
  state.schooled.push({ ...schooled, arm });
  const adapter = { name: `${options.name}-${lesson}`, path: schooled.adapter };
  if (schooled.forgetting !== undefined) {
    const { forgetting: value, forgettingAtMost: high = value } = schooled;
    state.measured.push({ arm, measure: "forgetting", estimate: { value, low: value, high, level: 0.95 } });
  }
  // why: what went to school needs no worked examples in its prompt; that it can do without them is what it learnt.
  const prompt = options.template === undefined ? {} : { template: options.template };
  if (arm === "A4") return sit(state, { name: arm, context: "none", adapter, ...prompt });
  const { sufficiency } = await choose(state, arm, judgeCandidates({ name: arm, context: "search", adapter }));
  const judged = { adapter, ...(sufficiency === undefined ? {} : { sufficiency }) };
  await sit(state, { name: "A5", context: "search", ...judged });
  await sit(state, { name: "A6", context: "oracle", ...judged });
}

function lack({ lacking, options }: State, arm: string, what: string, remedy: string): void {
  const one = { arm, what, remedy };
  lacking.push(one);
  options.onEvent({ kind: "lacks", lacking: one });
}

async function choosePrompt(state: State, name: string, context: "none" | "search"): Promise<WrittenArm> {
  const { folder, split, options } = state;
  const asked = { development: split.development, asked: options.questions, as: options.as };
  const examples = shownExamples(await openQuestions(state.project, asked));
  const template = context === "none" ? options.template : state.project.settings.config.answer.template;
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
  state: State,
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
    const means = new Map(
      questionMeans(headlineRows(await sitting.sit("development", arm)), { abstained: 0 }).map(({ id, value }) => [
        id,
        value,
      ]),
    );
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

async function sit(state: State, arm: WrittenArm): Promise<void> {
  const { sitting, options, sat, results, measured } = state;
  const registered = registeredArm(arm.name);
  options.onEvent({ kind: "begin", arm: arm.name, label: registered.label, doing: "sitting" });
  const scored = await sitting.sit("test", arm);
  sat.set(arm.name, scored);
  const fabricated = scored.scores.get("fabrication") ?? [];
  const found = [refusalRecall(arm.name, headlineRows(scored)), fabricationRate(arm.name, fabricated)];
  measured.push(...found.filter((one) => one !== undefined));
  const result = describeArm(registered, scored);
  results.push(result);
  options.onEvent({ kind: "sat", result });
}

function registeredArm(name: string): LadderArm {
  const found = LADDER_ARMS.find((arm) => arm.name === name);
  if (found === undefined) throw new SchoolbookError("internal", `The arm ${name} is none of the ladder's.`);
  return found;
}

function labelOf(name: string): string {
  return registeredArm(name).label;
}

function judge({ registration, sat, measured }: State) {
  const arms = [...sat].map(([arm, scored]) => ({ arm, rows: headlineRows(scored) }));
  return judgeLadder({ registration: registration.registration, arms, measured });
}

async function finish(state: State): Promise<ClimbReport> {
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

async function diagnose({ project, sat }: State) {
  const trials = [...sat.values()].flatMap((scored) => scored.trials);
  return diagnoseExam(trials, {
    arms: { closed: "A1", retrieved: "A2", oracle: "A3" },
    locate: await project.locateEvidence(),
  });
}

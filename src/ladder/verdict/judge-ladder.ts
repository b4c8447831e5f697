// From scored rows of all arms to the verdict: the cheapest rung that is proven enough, nothing, or how many more questions.
import { SchoolbookError } from "../../core/errors.ts";
import { seededRandom } from "../../core/runtime.ts";
import { QUOTING_ARM } from "../climb/ladder-arms.ts";
import type { LadderArm, Registration, Veto } from "../registration/registration.ts";
import { registrationHash } from "../registration/registration.ts";
import { checkVeto, type Measured, type VetoFinding } from "./check-vetoes.ts";
import { compareSteps } from "./compare-steps.ts";
import { type ArmRows, type ArmScores, type Gathered, gatherScores } from "./gather-scores.ts";
import { judgeBeside, type JudgeOptions, judgeRungs, qualityOf, type RungState } from "./judge-rungs.ts";
import { questionsNeeded } from "./questions-needed.ts";
import type { BlockedVerdict, Decision, RungFinding, Verdict } from "./verdict.ts";

export type LadderEvidence = {
  readonly registration: Registration;
  /** Arms that were asked; registered ones may be missing while the ladder is being climbed. */
  readonly arms: readonly ArmRows[];
  /** Measurements of the registered vetoes. */
  readonly measured: readonly Measured[];
};

/** The same rows give the same verdict: what is drawn is drawn by the registered seed. */
export function judgeLadder({ registration, arms, measured }: LadderEvidence): Verdict | BlockedVerdict {
  refuseUnregistered(registration, arms);
  const gathered = gatherScores(registration, arms);
  const unmeasuredVetoes = vetoesWithout(registration, { arms, measured });
  if (gathered.kind === "blocked") return { ...gathered, unmeasuredVetoes };
  if (unmeasuredVetoes.length > 0) return { kind: "blocked", failed: [], missing: [], unmeasuredVetoes };
  const random = seededRandom(registration.seed);
  const rungs = gathered.arms.filter(({ arm }) => arm.role === "rung");
  const vetoes = new Map(rungs.map(({ arm }) => [arm.name, findingsOf(arm, registration, measured)] as const));
  const servable = rungs.filter(({ arm }) => !isVetoed(vetoes.get(arm.name)));
  const { bar, margin, alpha, looks } = registration;
  const registered = registration.arms.filter(({ role }) => role === "rung").length;
  // why: a second look at more questions is a second chance to be wrong.
  const options: JudgeOptions = { bar, margin, alpha: alpha / looks, registered, random };
  const judged = { clusters: gathered.clusters, arms: servable };
  const states = judgeRungs(judged, options);
  return {
    kind: "judged",
    decision: decide(judged, states, options),
    questions: gathered.clusters.length,
    clusters: new Set(gathered.clusters).size,
    bar,
    margin,
    alpha,
    looks,
    registrationHash: registrationHash(registration),
    rungs: rungs.map((own) => findingOf(own, { gathered, alpha, states, vetoes: vetoes.get(own.arm.name) ?? [] })),
    ...withoutModel(gathered, { registration, measured, rungs: judged, options }),
    controls: gathered.arms
      .filter(({ arm }) => arm.role === "control")
      .map((own) => ({ arm: own.arm, quality: qualityOf(gathered, own, 1 - alpha) })),
    steps: compareSteps(gathered, { random, alpha }),
    unmeasured: gathered.unmeasured,
    costlier: costlierPairs(rungs),
  };
}

type Beside = {
  readonly registration: Registration;
  readonly measured: readonly Measured[];
  readonly rungs: Pick<Gathered, "clusters" | "arms">;
  readonly options: JudgeOptions;
};

function withoutModel(
  gathered: Gathered,
  { registration, measured, rungs, options }: Beside,
): Pick<Verdict, "withoutModel"> {
  const own = gathered.arms.find(({ arm }) => arm.name === QUOTING_ARM);
  if (own === undefined) return {};
  const vetoes = findingsOf(own.arm, registration, measured);
  // why: there is nothing that it could forget; of what else was registered nothing may be left unsaid.
  const wanted = registration.vetoes.filter(({ measure }) => measure !== "forgetting");
  if (vetoes.length < wanted.length) return {};
  // why: draws of its own, so that no rung's numbers depend on whether it was asked.
  const random = seededRandom(registration.seed);
  const state = isVetoed(vetoes) ? [] : [judgeBeside(rungs, own, { ...options, random })];
  return { withoutModel: findingOf(own, { gathered, alpha: registration.alpha, states: state, vetoes }) };
}

/** The cheapest proven rung; a cheaper one that may be enough is named beside it. */
function decide(
  judged: Pick<Gathered, "clusters" | "arms">,
  states: readonly RungState[],
  options: JudgeOptions,
): Decision {
  const open = states.filter(({ state }) => state === "open").map(({ name }) => name);
  const served = states.find(({ state }) => state === "sufficient");
  if (served !== undefined) {
    const cheaper = states.slice(0, states.indexOf(served)).map(({ name }) => name);
    return { kind: "serve", arm: served.name, cheaperOpen: cheaper.filter((name) => open.includes(name)) };
  }
  if (open.length === 0) return { kind: "nothing" };
  const more = questionsNeeded(judged, options);
  if (more.kind === "about") return { kind: "ask", more, open };
  return { kind: "too-close", above: more.above, chance: more.chance, open };
}

type Found = {
  readonly gathered: Gathered;
  readonly alpha: number;
  readonly states: readonly RungState[];
  readonly vetoes: readonly VetoFinding[];
};

function findingOf(own: ArmScores, { gathered, alpha, states, vetoes }: Found): RungFinding {
  const { arm, usdPerQuestion } = own;
  const state = states.find(({ name }) => name === arm.name);
  const broken = vetoes.filter(({ kind }) => kind === "broken");
  return {
    arm,
    quality: qualityOf(gathered, own, 1 - alpha),
    ...(usdPerQuestion === undefined ? {} : { usdPerQuestion }),
    vetoes,
    state: state?.state ?? "insufficient",
    reasons: [...broken.map((finding) => ({ kind: "vetoed" as const, finding })), ...(state?.reasons ?? [])],
    doubts: state?.doubts ?? [],
  };
}

function findingsOf({ name }: LadderArm, { vetoes }: Registration, measured: readonly Measured[]) {
  return vetoes.flatMap((veto): readonly VetoFinding[] => {
    const found = measured.find(({ arm, measure }) => arm === name && measure === veto.measure);
    return found === undefined ? [] : [checkVeto(veto, found)];
  });
}

function isVetoed(findings: readonly VetoFinding[] = []): boolean {
  return findings.some(({ kind }) => kind === "broken");
}

/** Only what went to school can forget; refusals and inventions are measured of every rung. */
function vetoesWithout(
  { arms: registered, vetoes }: Registration,
  { arms, measured }: Pick<LadderEvidence, "arms" | "measured">,
): readonly { readonly arm: string; readonly veto: Veto }[] {
  return registered
    .filter(({ name, role }) => role === "rung" && arms.some(({ arm }) => arm === name))
    .flatMap(({ name, adds }) =>
      vetoes
        .filter(({ measure }) => measure !== "forgetting" || adds.some(({ what }) => what === "school"))
        .filter(({ measure }) => !measured.some((one) => one.arm === name && one.measure === measure))
        .map((veto) => ({ arm: name, veto })),
    );
}

function refuseUnregistered({ arms: registered }: Registration, arms: readonly ArmRows[]): void {
  const stranger = arms.find(({ arm }) => !registered.some(({ name }) => name === arm));
  if (stranger === undefined) return;
  throw new SchoolbookError("registration_changed", `The arm ${stranger.arm} was not registered.`);
}

/** A rung that was registered as the cheaper one and whose whole interval lies above that of a dearer one. */
function costlierPairs(rungs: readonly ArmScores[]): Verdict["costlier"] {
  return rungs.flatMap((cheaper, at) =>
    rungs.slice(at + 1).flatMap((dearer) => {
      const [one, other] = [cheaper.usdPerQuestion, dearer.usdPerQuestion];
      if (one === undefined || other === undefined || one.low <= other.high) return [];
      const usd = { low: one.low - other.high, high: one.high - other.low };
      return [{ cheaper: cheaper.arm.name, dearer: dearer.arm.name, usd }];
    }),
  );
}

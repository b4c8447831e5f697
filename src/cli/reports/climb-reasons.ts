// Why a climb decided as it did: a line for each rung, with the numbers that speak for it or against it.
import type { ClimbReport } from "../../app/ladder/climb/climb-options.ts";
import {
  type Doubt,
  findingState,
  type FindingState,
  type Reason,
  type RungFinding,
  type Verdict,
} from "../../app/ladder/climb/report-parts.ts";
import type { Printer } from "../printer.ts";
import { table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { estimate, points } from "./exam-figures.ts";

/** A rung may fail in many ways, and fails by the worst. */
const MOST_REASONS = 2;

export function whyLines(report: ClimbReport, { palette }: Pick<Printer, "palette">): readonly Styled[] {
  const { verdict } = report;
  if (verdict.kind === "blocked") return [];
  const { bold, dim, green, yellow, red } = palette;
  const tones = { served: green, enough: green, open: yellow, short: dim, vetoed: red } as const;
  const found = [...verdict.rungs, ...(verdict.withoutModel === undefined ? [] : [verdict.withoutModel])];
  const rows = found.map((finding) => {
    const state = findingState(verdict, finding);
    const isControl = finding.arm.role === "control";
    return [
      isControl ? dim(finding.arm.name) : bold(finding.arm.name),
      tones[state](WORDS[state]),
      whyText(verdict, finding),
    ];
  });
  const untried = untriedText(report, verdict);
  return table([...rows, ...(untried === undefined ? [] : [[bold(untried.names), dim("not tried"), untried.why]])]).map(
    (one) => line`  ${one}`,
  );
}

const WORDS: Readonly<Record<FindingState, string>> = {
  served: "serve this",
  enough: "enough",
  open: "not settled",
  short: "not enough",
  vetoed: "vetoed",
};

function whyText({ bar, margin }: Verdict, { arm, state, quality, reasons, doubts }: RungFinding): string {
  if (state === "sufficient") {
    const who = arm.role === "control" ? "no model is needed: quoting answers " : "";
    return `${who}${estimate(quality, "share")}, above the bar of ${shareText(bar)}; no rung is better by more than ${points(margin)}`;
  }
  const against = reasons.length > 0 ? worst(reasons).map(reasonText) : doubts.map(doubtText);
  return against.slice(0, MOST_REASONS).join("; ");
}

/** A veto says all; otherwise the bar, and the rung that it is furthest behind. */
function worst(reasons: readonly Reason[]): readonly Reason[] {
  const veto = reasons.find(({ kind }) => kind === "vetoed");
  if (veto !== undefined) return [veto];
  const behind = reasons.flatMap((reason) => (reason.kind === "inferior" ? [reason] : []));
  const ordered = behind.toSorted((one, other) => one.difference.value - other.difference.value);
  return [...reasons.filter(({ kind }) => kind === "below-bar"), ...ordered.slice(0, 1)];
}

function reasonText(reason: Reason): string {
  if (reason.kind === "below-bar") return `below the bar of ${shareText(reason.bar)}`;
  if (reason.kind === "inferior") return `${behindText(reason.difference)} behind ${reason.to}`;
  const { measure, limit, estimate: found } = reason.finding;
  if (measure === "forgetting")
    return `forgot ${found.value.toFixed(2)} [${found.low.toFixed(2)}, ${found.high.toFixed(2)}] nats a token; at most ${limit.toFixed(2)} is borne`;
  const share = estimate(found, "share");
  return measure === "refusal-recall"
    ? `refuses ${share} of what nothing answers; at least ${shareText(limit)} is wanted`
    : `makes something up for ${share} of what nothing answers; at most ${shareText(limit)} is borne`;
}

function doubtText(doubt: Doubt): string {
  if (doubt.kind === "bar-within-interval")
    return `${estimate(doubt.quality, "share")} is not surely above the bar of ${shareText(doubt.bar)}`;
  const { value, low, high } = doubt.difference;
  return `may be behind ${doubt.to} by more than ${points(doubt.margin)}: ${behindText({ value, low, high })}`;
}

type Behind = { readonly value: number; readonly low: number; readonly high: number };

/** `61 points [43, 79]` of a difference of -61. */
function behindText({ value, low, high }: Behind): string {
  const whole = (share: number): string => String(Math.round(-100 * share) + 0).replace("-", "−");
  return `${points(-value).replace("-", "−")} [${whole(high)}, ${whole(low)}]`;
}

function shareText(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** What they lack was said when it was their turn. */
function untriedText({ lacking }: ClimbReport, { unmeasured, decision }: Verdict) {
  const rungs = unmeasured.filter(({ role }) => role === "rung").map(({ name }) => name);
  if (rungs.length === 0) return undefined;
  const lacks = lacking.find(({ arm }) => rungs.includes(arm))?.what;
  const why =
    lacks ?? (decision.kind === "serve" ? "a cheaper rung is enough; --all climbs on" : "the climb ended before");
  return { names: rungs.join(", "), why };
}

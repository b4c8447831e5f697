// A training as one HTML page: its loss, how far it is, what it was made with.
import { counted } from "../../core/counted.ts";
import { dataTable } from "../../core/page/data-table.ts";
import { markup } from "../../core/page/markup.ts";
import { writeDocument } from "../../core/page/write-document.ts";
import { lossPicture, LOSS_STYLE } from "./loss-picture.ts";
import type { TrainingRun, TrainingState } from "./training-run.ts";

const REFRESH_SECONDS = 5;

const STATES: Readonly<Record<TrainingState, readonly [word: string, look: string]>> = {
  training: ["is training", "calm"],
  finished: ["is finished", "good"],
  stopped: ["was stopped", "care"],
  failed: ["failed", "bad"],
};

/** While it trains, the page reads itself anew. */
export function writeTrainingPage(run: TrainingRun): string {
  const { name, base, state, step, steps, checkpoint, reason, curve } = run;
  const [word, look] = STATES[state];
  const goesOn = state === "stopped" ? ` The same command goes on after step ${checkpoint}.` : "";
  const body = markup`<main><h1>${name} <span class="${look}">${word}</span></h1>
<p>${step} of ${counted(steps, "step")}, on ${base}.${goesOn}${reason === undefined ? undefined : markup` ${reason}`}</p>
<section aria-labelledby="loss"><h2 id="loss">Loss</h2>${lossPicture({ curve, steps })}</section>
<section aria-labelledby="made"><h2 id="made">How it is made</h2>${dataTable({
    name: "How it is made",
    note: "What the training was asked for, and what it took.",
    columns: [{ head: "what" }, { head: "value" }],
    rows: factsOf(run),
  })}</section></main>`;
  const title = `${name}: ${step} of ${counted(steps, "step")}`;
  return writeDocument({
    title,
    body,
    style: LOSS_STYLE,
    ...(state === "training" ? { refreshSeconds: REFRESH_SECONDS } : {}),
  });
}

function factsOf(run: TrainingRun): readonly (readonly [string, string])[] {
  const { trainer, examples, tokens, supervised, settings, tries, seconds, startedAt, changedAt } = run;
  return [
    ["trainer", trainer],
    ["examples", String(examples)],
    ...(tokens === undefined || supervised === undefined
      ? []
      : [["tokens in an epoch", `${tokens}, ${supervised} of them learnt`] as const]),
    ...Object.entries(settings).map(([name, value]) => [name, String(value)] as const),
    ["tries", String(tries)],
    ["at work", `${seconds.toFixed(1)} s`],
    ["begun", startedAt],
    ["last heard of", changedAt],
  ];
}

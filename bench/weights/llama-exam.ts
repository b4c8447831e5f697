// Lets a GGUF model sit exams through llama.cpp, greedily, on one core: `node bench/weights/llama-exam.ts --llama FOLDER --gguf FILE --questions 500`.
import { parseArgs } from "node:util";

import { EXAM_KINDS, type ExamKind } from "../../lab/world/exam/exam-kinds.ts";
import { scoreReply } from "../../lab/world/score-reply.ts";
import { examRows } from "../../lab/world/write-exam.ts";
import { renderChat } from "../../src/weights/chat-template.ts";
import { loadLlama } from "./load-llama.ts";

/** Those of the bars; `--kinds` takes any other too. */
const KINDS: readonly ExamKind[] = [
  "single",
  "distractors4",
  "unanswerable",
  "closed-company",
  "closed-public",
  "json-asked",
];
const MAX_TOKENS = 96;

const { values } = parseArgs({
  options: {
    llama: { type: "string", default: "." },
    gguf: { type: "string", default: "nano.gguf" },
    questions: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    kinds: { type: "string", default: KINDS.join(",") },
    phrasings: { type: "string", default: "exam" },
    show: { type: "string", default: "0" },
  },
});

const { model, sequence } = await loadLlama(values.llama, values.gguf);
let made = 0;
let madeMs = 0;
let busyMs = 0;

async function replyTo(prompt: string): Promise<string> {
  await sequence.clearHistory();
  const tokens: number[] = [];
  let first = 0;
  let busy = process.cpuUsage();
  for await (const token of sequence.evaluate(model.tokenize(prompt, true), { temperature: 0 })) {
    if (tokens.length === 0) {
      first = performance.now();
      busy = process.cpuUsage();
    }
    if (token === model.tokens.eos || tokens.length >= MAX_TOKENS) break;
    tokens.push(token);
  }
  made += tokens.length;
  madeMs += performance.now() - first;
  const spent = process.cpuUsage(busy);
  busyMs += (spent.user + spent.system) / 1000;
  return model.detokenize(tokens, false);
}

/** Wilson's interval of a share, 95 %. */
function interval(hits: number, count: number): string {
  const z = 1.96;
  const share = hits / count;
  const middle = (share + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half = (z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count))) / (1 + (z * z) / count);
  const percent = (value: number): string => (100 * value).toFixed(1);
  return `${percent(share)} % (${percent(middle - half)} to ${percent(middle + half)})`;
}

const phrasings = values.phrasings === "train" || values.phrasings === "held-out" ? values.phrasings : "exam";
for (const kind of values.kinds.split(",").flatMap((name) => EXAM_KINDS.find((known) => known === name) ?? [])) {
  const counts = { asExpected: 0, right: 0, refused: 0, cited: 0, citable: 0, houseValid: 0 };
  const rows = examRows({ seed: values.seed, questions: Number(values.questions), kind, phrasings });
  for (const [at, { messages, expected, reference }] of rows.entries()) {
    const reply = await replyTo(renderChat(messages, { reply: true }));
    const score = scoreReply(reply, expected);
    counts.asExpected += Number(score.asExpected);
    counts.right += Number(score.verdict === "right");
    counts.refused += Number(score.verdict === "refused");
    counts.citable += Number(score.cited !== undefined);
    counts.cited += Number(score.cited === true);
    counts.houseValid += Number(score.houseValid === true);
    if (at < Number(values.show)) console.log(`  ${score.verdict.padEnd(8)} ${reply}\n  wanted   ${reference}`);
  }
  const count = rows.length;
  console.log(
    [
      kind.padEnd(15),
      `as expected ${interval(counts.asExpected, count)}`,
      `right ${interval(counts.right, count)}`,
      `refused ${interval(counts.refused, count)}`,
      ...(counts.citable === 0 ? [] : [`cited ${interval(counts.cited, counts.citable)}`]),
      ...(kind === "json-asked" ? [`house JSON ${interval(counts.houseValid, count)}`] : []),
    ].join(" · "),
  );
}
const perSecond = (ms: number): number => Math.round((1000 * made) / ms);
// why both: on a machine that others use too, time on the processor tells more than time on the clock
console.log(`${perSecond(madeMs)} tokens/s of replies by the clock, ${perSecond(busyMs)} per second on the processor`);
process.exit(0); // why: node-llama-cpp keeps the process alive

// The page of a run: what it says, what it cannot be made to do, and what it does not tell.
import { describe, expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import type { Answer, Citation, ShownPassage } from "../../spec/answer.ts";
import type { Metric, Question, Trial } from "../../spec/exam.ts";
import { buildAnswer, buildArm, buildNumberQuestion } from "../../testing/index.ts";
import { scoreRows } from "../export/score-rows.ts";
import { createMetrics } from "../metrics/registry.ts";
import { DECIDING, type PageLibrary, type PageRun } from "./page-run.ts";
import { writePage } from "./write-page.ts";

const TEXT = "The lamp has a warranty of two years. It is made in Jena.";
const OPEN: PageLibrary = { read: () => ({ text: TEXT, contentHash: "c1", title: "Lamp" }) };
const CLOSED: PageLibrary = { read: () => undefined };

const SHOWN: ShownPassage = {
  number: 1,
  documentId: "docs:lamp.md",
  contentHash: "c1",
  uri: "lamp.md",
  title: "Lamp",
  headings: ["Warranty"],
  start: 0,
  end: 37,
};

function cite(quote: string, claim: Citation["claim"], given: Partial<Citation> = {}): Citation {
  return { ...SHOWN, quote, claim, ...given };
}

function answered(text: string, given: Partial<Answer> = {}): Trial["outcome"] {
  const trace: Answer["trace"] = {
    shown: [SHOWN],
    retrieval: "search",
    templateHash: "t",
    promptTokens: { total: 10, estimated: false },
  };
  return { kind: "answered", answer: buildAnswer(text, { trace, ...given }), retrieved: ["docs:lamp.md"] };
}

const WARRANTY: Question = buildNumberQuestion("q1", {
  question: "How long is the warranty?",
  expected: { contains: ["two years"], sources: ["docs:lamp.md"] },
  tags: ["lamp"],
});
const RIGHT = answered("It is two years [1].", { citations: [cite(TEXT.slice(0, 37), { start: 0, end: 15 })] });

type Rows = readonly (readonly [Question, string, Trial["outcome"]])[];

async function pageOf(rows: Rows, given: Partial<PageRun> = {}, more: readonly Metric[] = []): Promise<string> {
  const metrics = [...createMetrics(), ...more];
  const trials = rows.map(([question, arm, outcome]): Trial => ({ question, arm, repeat: 0, latencyMs: 12, outcome }));
  return writePage({
    run: "first",
    startedAt: 0,
    arms: [...new Set(rows.map(([, arm]) => arm))].map((arm) => buildArm(arm)),
    repeats: 1,
    rows: await scoreRows(trials, metrics),
    missing: 0,
    metrics,
    decidedBy: DECIDING,
    library: OPEN,
    random: seededRandom(1),
    ...given,
  });
}

describe("a question on the page", () => {
  test("tells who asked it, what was expected, retrieved, answered and quoted, and how each arm did", async () => {
    const page = await pageOf([
      [WARRANTY, "A2", RIGHT],
      [WARRANTY, "A0", answered("Ten years.", { unsupported: [{ start: 0, end: 10, reason: "unmarked" }] })],
      [WARRANTY, "A4", answered("I don't know.", { answered: false, absence: { lookedFor: [], missing: ["a term"] } })],
      [WARRANTY, "A5", { kind: "failed", reason: "The reply broke off." }],
    ]);
    expect(page).toContain("asked by public · knowledge · tags lamp · id q1");
    expect(page).toContain("<dt>Must contain<dd>two years");
    expect(page).toContain(
      '<b class="good">A2 ✓</b><b class="bad">A0 ✗?</b><b class="care">A4 ∅</b><b class="bad">A5 !</b>',
    );
    expect(page).toContain("<mark>It is two years</mark><sup>a</sup> [1].");
    expect(page).toContain(
      `<dt>a<dd><q>${TEXT.slice(0, 37)}</q> <span class="soft">— Lamp › Warranty (lamp.md)</span>`,
    );
    expect(page).toContain('<u>Ten years.</u><sup class="care">? unmarked</sup>');
    expect(page).toContain("contains: missing: two years");
    expect(page).toContain("Missing: a term");
    expect(page).toContain("The reply broke off.");
    expect(page).toContain('<a href="#p1">1★</a>');
    expect(page).toContain(`<dt id="p1">1 · Lamp › Warranty <span class="soft">lamp.md</span><dd>${TEXT.slice(0, 37)}`);
  });

  test("says the same answer of several arms, and a quote that several cite, once", async () => {
    const other = answered("Two years: two years.", { citations: [cite(TEXT.slice(0, 37), { start: 0, end: 9 })] });
    const page = await pageOf([
      [WARRANTY, "A2", RIGHT],
      [WARRANTY, "A5", RIGHT],
      [WARRANTY, "A6", other],
    ]);
    expect(page).toContain("<b>A2 · A5 ✓ right</b>");
    expect(page.split(`<q>${TEXT.slice(0, 37)}</q>`)).toHaveLength(2);
    expect(page.split("<sup>a</sup>")).toHaveLength(3);
  });

  test("tells what was searched for where that is not the question, and that a reply was cut", async () => {
    const trace = {
      shown: [],
      parts: ["Who leads it?", "Where is Mira?"],
      retrieval: "search",
      templateHash: "t",
      promptTokens: { total: 1, estimated: true },
    } as const;
    const page = await pageOf([[WARRANTY, "A2", answered("It is", { trace, cut: true })]]);
    expect(page).toContain("Searched for: Who leads it? · Where is Mira?");
    expect(page).toContain("Cut: the reply had used up its tokens");
  });

  test("that has no answer is right when it is refused, and says what a document has become since", async () => {
    const unanswerable = { ...WARRANTY, expected: { unanswerable: true } };
    const changed: PageLibrary = { read: () => ({ text: "other", contentHash: "c2", title: "Lamp" }) };
    const page = await pageOf([[unanswerable, "A2", answered("No.", { answered: false })]], { library: changed });
    expect(page).toContain('<b class="good">A2 ✓</b>');
    expect(page).toContain("The document has changed since.");
  });
});

describe("whether an answer is right", () => {
  test("is decided by the metric of all that is expected where there is one, and by what else there is otherwise", async () => {
    const question = { ...WARRANTY, expected: { contains: ["two years"], answers: ["2 years"] } };
    const answer = answered("It is two years.", { citations: [] });
    const without = { decidedBy: DECIDING.slice(1) };
    expect(await pageOf([[question, "A2", answer]], without)).toContain("A2 ✓");
    const correct: Metric = {
      name: "correct",
      needs: [],
      unit: "share",
      better: "higher",
      score: () => ({ kind: "scored", value: 0 }),
    };
    expect(await pageOf([[question, "A2", answer]], { metrics: [correct] })).toContain("right is decided by correct");
    expect(await pageOf([[question, "A2", answer]], {}, [correct])).toContain("A2 ✗");
    const other = { ...WARRANTY, expected: { sources: ["docs:lamp.md"] } };
    expect(await pageOf([[other, "A2", answer]])).toContain("A2 ·");
  });
});

describe("the numbers of the page", () => {
  test("are each arm's share with its interval and the differences between arms", async () => {
    const questions = Array.from({ length: 12 }, (_, at) => ({ ...WARRANTY, id: `q${at}`, cluster: `q${at}` }));
    const page = await pageOf(
      questions.flatMap((one): Rows => [
        [one, "A0", answered("Ten.")],
        [one, "A2", RIGHT],
      ]),
    );
    expect(page).toContain("100 % (75.8 to 100)");
    expect(page).toContain("<b>A2 is better</b>");
    expect(page).toMatch(/aria-label="A2 minus A0: \+100 points, [^"]*"/u);
  });

  test("are not compared while rows are missing or have failed", async () => {
    const rows: Rows = [
      [WARRANTY, "A0", { kind: "failed", reason: "x" }],
      [WARRANTY, "A2", RIGHT],
    ];
    const page = await pageOf(rows, { missing: 3 });
    expect(page).toContain("not known: 1 failed of the questions");
    expect(page).toContain("3 rows are missing");
    expect(page).not.toContain("NaN");
  });
});

describe("hostile text", () => {
  const HOSTILE = `</q></details><script>alert(1)</script><img src="https://evil.example/x.png" onerror="x"><a href="https://evil.example">\u202Eclick`;

  test("in any place stays text: no element, attribute, address or direction of it comes alive", async () => {
    const question: Question = {
      ...WARRANTY,
      id: HOSTILE,
      question: HOSTILE,
      history: [{ role: "user", content: HOSTILE }],
      expected: { contains: [HOSTILE], sources: [HOSTILE], quotes: [HOSTILE], label: HOSTILE, criteria: [HOSTILE] },
      cluster: HOSTILE,
      tags: [HOSTILE],
    };
    const shown = { ...SHOWN, documentId: HOSTILE, uri: HOSTILE, title: HOSTILE, headings: [HOSTILE] };
    const outcome = answered(HOSTILE, {
      citations: [cite(HOSTILE, { start: 3, end: 20 }, { ...shown, landmark: HOSTILE })],
      trace: { shown: [shown], retrieval: "search", templateHash: "t", promptTokens: { total: 1, estimated: false } },
    });
    const page = await pageOf([[question, HOSTILE, outcome]], {
      run: HOSTILE,
      library: { read: () => ({ text: HOSTILE.repeat(3), contentHash: "c1", title: HOSTILE }) },
    });
    expect(page.match(/<script/gu)).toHaveLength(1);
    expect(page).not.toMatch(/<img|<iframe|<a href="(?!#)|onerror="|\u202e/u);
    expect(page.match(/<details/gu)).toHaveLength(1);
    expect(page.match(/<\/details>/gu)).toHaveLength(1);
  });
});

describe("what the reader may not read", () => {
  test("takes with it the answer, its quotes, its passages and what scores say of it in words", async () => {
    const page = await pageOf(
      [
        [WARRANTY, "A2", RIGHT],
        [WARRANTY, "A0", answered("Jena")],
      ],
      { library: CLOSED },
    );
    expect(page).not.toMatch(/two years|Jena|lamp\.md|Warranty|missing:/u);
    expect(page).toContain("2 withheld:");
    expect(page).toContain('<b class="good">A2 ✓</b>');
  });

  test("leaves nothing of a forbidden question's source but the question", async () => {
    const forbidden = {
      ...WARRANTY,
      expected: { unanswerable: true, sources: ["docs:raise.md"], quotes: ["four percent"], excludes: ["4 %"] },
      cluster: "docs:raise.md",
    };
    const refused: Trial["outcome"] = {
      kind: "answered",
      answer: buildAnswer("I don't know.", { answered: false }),
      retrieved: [],
    };
    const page = await pageOf([[forbidden, "A2", refused]], { library: CLOSED });
    expect(page).not.toMatch(/raise|four percent|4 %/u);
    expect(page).toContain('<b class="good">A2 ✓</b>');
  });
});

test("300 questions through 8 arms are one file of less than a million bytes", async () => {
  const filler = "The notice period of the supplier is thirty days to the end of a month.";
  const rows = Array.from({ length: 300 }, (_, at): Rows => {
    const question = {
      ...WARRANTY,
      id: `q${at}`,
      question: `How long is the warranty of product ${at}?`,
      cluster: `c${at}`,
    };
    const shown = Array.from({ length: 5 }, (__, rank) => ({ ...SHOWN, documentId: `docs:${at % 90}-${rank}.md` }));
    const trace = {
      shown,
      retrieval: "search",
      templateHash: "t",
      promptTokens: { total: 9, estimated: false },
    } as const;
    return Array.from({ length: 8 }, (__, arm): Rows[number] => {
      const text = `${filler} Arm ${arm} says it of product ${at} [1].`;
      return [question, `A${arm}`, answered(text, { trace, citations: [cite(TEXT, { start: 0, end: 40 })] })];
    });
  }).flat();
  const page = await pageOf(rows, {
    library: { read: () => ({ text: TEXT.repeat(20), contentHash: "c1", title: "Lamp" }) },
  });
  expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  expect(page.match(/<details class="q"/gu)).toHaveLength(300);
});

test("the same run gives the same page", async () => {
  const rows: Rows = [
    [WARRANTY, "A0", answered("Ten.")],
    [WARRANTY, "A2", RIGHT],
  ];
  expect(await pageOf(rows)).toBe(await pageOf(rows));
});

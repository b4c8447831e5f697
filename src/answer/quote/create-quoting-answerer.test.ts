import { expect, test } from "vitest";

import type { Answer, AnswerEvent } from "../../spec/answer.ts";
import type { Document } from "../../spec/document.ts";
import type { Retriever } from "../../spec/retriever.ts";
import type { Store } from "../../spec/store.ts";
import { buildDocument, buildPassages, countWords, createMemoryStore, type BuildOptions } from "../../testing/index.ts";
import type { Analyze } from "./asked-words.ts";
import { createQuotingAnswerer, type QuotingOptions } from "./create-quoting-answerer.ts";

const STOPS = new Set("a the is do does how i my it what which who when to of and".split(" "));
const analyze: Analyze = {
  passage: countWords,
  question: (text) => new Map([...countWords(text)].filter(([word]) => !STOPS.has(word))),
};
const RANKING = { k1: 1.2, b: 0.75, documentWeight: 0 };

async function storeOf(documents: readonly Document[]): Promise<Store> {
  const store = createMemoryStore();
  const { id } = await store.createGeneration({ chunker: "c@1", analyzer: "a@1", embedder: null, dims: 0 });
  await store.commit({
    generation: id,
    upserts: documents.map((document) => ({ document, passages: buildPassages(document.text) })),
  });
  await store.activateGeneration(id);
  return store;
}

/** As simple as a retriever can be: the lexical leg of the store. */
function retrieverOver(store: Store): Retriever {
  return {
    search: async ({ query, principals, limit }) => {
      const terms = analyze.question(query);
      const found = await store.search({ principals, terms, limit, ranking: RANKING });
      const passages = await store.passages(
        found.lexical.map(({ key }) => key),
        principals,
      );
      const rarity = new Map<string, number>();
      for (const term of terms.keys()) {
        const alone = { principals, terms: new Map([[term, 1]]), limit: found.visible, ranking: RANKING };
        const { lexical } = await store.search(alone);
        rarity.set(term, 1 - lexical.length / Math.max(1, found.visible));
      }
      const scoreOf = (key: number): number => found.lexical.find((hit) => hit.key === key)?.score ?? 0;
      const hits = passages.map((passage) => ({ passage, score: scoreOf(passage.key) }));
      const { exact, visible, generation } = found;
      return { hits, exact, visible, generation, terms: [...terms.keys()], rarity, timingsMs: {} };
    },
  };
}

function markdown(id: string, text: string, options: BuildOptions = {}): Document {
  return buildDocument(id, text, { format: "markdown", title: "Manual", ...options });
}

const LIBRARY = [
  markdown("reset", "The **router** has one button. Hold the button for ten seconds to reset the router. It blinks."),
  markdown("billing", "Invoices are sent monthly.\n\nRefunds take five days.", { title: "Billing" }),
  markdown("secret", "The router password is swordfish.", { acl: ["group:admin"] }),
];

async function ask(
  documents: readonly Document[],
  question: string,
  options: Partial<QuotingOptions> & { readonly principals?: readonly string[] } = {},
): Promise<{ readonly answer: Answer; readonly events: readonly AnswerEvent[] }> {
  const { principals = ["public"], ...more } = options;
  const store = await storeOf(documents);
  const answerer = createQuotingAnswerer({
    retriever: retrieverOver(store),
    readDocument: async (id, readers) => store.document(id, readers),
    analyze,
    ...more,
  });
  const events = await Array.fromAsync(answerer.answer({ question, principals }));
  const last = events.at(-1);
  if (last?.kind !== "finish") throw new Error("no finish");
  return { answer: last.answer, events };
}

test("quotes the sentence that answers, word for word, with its place", async () => {
  const { answer } = await ask(LIBRARY, "How do I reset the router?");
  expect(answer).toMatchObject({
    answered: true,
    text: "Hold the button for ten seconds to reset the router. [1]",
    model: "quoting",
    usage: { inputTokens: { total: 0 } },
  });
  const [citation] = answer.citations;
  expect(citation).toMatchObject({
    documentId: "reset",
    uri: "reset.txt",
    title: "Manual",
    claim: { start: 0, end: 52 },
  });
  expect(LIBRARY[0]?.text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
  expect(citation?.quote).toBe("Hold the button for ten seconds to reset the router.");
});

test("shows text without markup and cites it with markup", async () => {
  const { answer } = await ask(LIBRARY, "router has one button");
  expect(answer.text).toMatch(/^The router has one button\./);
  expect(answer.citations[0]?.quote).toContain("**router**");
});

test("streams each quote before its citation, and what was streamed is the answer", async () => {
  const twins = [markdown("a", "The blue lamp blinks fast."), markdown("b", "A blue lamp blinks when it is hot.")];
  const { answer, events } = await ask(twins, "blue lamp blinks");
  expect(events.map(({ kind }) => kind)).toEqual(["text-delta", "citation", "text-delta", "citation", "finish"]);
  expect(events.flatMap((event) => (event.kind === "text-delta" ? [event.text] : [])).join("")).toBe(answer.text);
  expect(answer.text).toBe("The blue lamp blinks fast. [1]\n\nA blue lamp blinks when it is hot. [2]");
  for (const { claim, quote } of answer.citations) expect(answer.text.slice(claim.start, claim.end)).toBe(quote);
});

test("neighbouring sentences become one quote", async () => {
  const { answer } = await ask([markdown("a", "The lamp is blue. The lamp is blue today. It rains.")], "lamp blue");
  expect(answer.text).toBe("The lamp is blue. The lamp is blue today. [1]");
  expect(answer.citations).toHaveLength(1);
});

test("says what is not in the documents, what was looked for and what stands nowhere", async () => {
  const { answer, events } = await ask(LIBRARY, "Who is the drone supplier of the router?");
  expect(answer).toMatchObject({ answered: false, citations: [] });
  expect(answer.text).toBe(
    'Not in the documents. Looked for: drone, supplier, router. "drone", "supplier" appear in none of the 3 passages that you may read.',
  );
  expect(events.map(({ kind }) => kind)).toEqual(["text-delta", "finish"]);
});

test("what may not be read is neither quoted nor betrayed", async () => {
  const { answer } = await ask(LIBRARY, "What is the router password swordfish?");
  expect(answer.answered).toBe(false);
  expect(answer.text).toContain('"password", "swordfish" appear in none');
  const admin = await ask(LIBRARY, "What is the router password?", { principals: ["group:admin"] });
  expect(admin.answer.text).toBe("The router password is swordfish. [1]");
  const nobody = await ask(LIBRARY, "What is the router password?", { principals: [] });
  expect(nobody.answer.text).toBe("Not in the documents: there are none that you may read.");
});

test("drops a quote whose document was closed off or deleted after the search", async () => {
  const { answer } = await ask(LIBRARY, "How do I reset the router?", { readDocument: async () => undefined });
  expect(answer).toMatchObject({ answered: false, citations: [] });
});

test("finds a quote again where it stands now, and drops one that stands nowhere any more", async () => {
  const [first] = LIBRARY;
  if (first === undefined) throw new Error("no document");
  const moved = { ...first, text: `A new opening.\n\n${first.text}` };
  const { answer } = await ask(LIBRARY, "How do I reset the router?", { readDocument: async () => moved });
  const [citation] = answer.citations;
  expect(moved.text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
  const rewritten = { ...first, text: "All is different." };
  const gone = await ask(LIBRARY, "How do I reset the router?", { readDocument: async () => rewritten });
  expect(gone.answer.answered).toBe(false);
});

test("names the page that a quote stands on", async () => {
  const text = "First page here.\n\nThe fuse is rated at five amperes.";
  const landmarks = [
    { offset: 0, label: "page 1" },
    { offset: 18, label: "page 2" },
  ];
  const { answer } = await ask([markdown("pdf", text, { landmarks })], "fuse rated amperes");
  expect(answer.citations[0]).toMatchObject({ landmark: "page 2", start: 18 });
});

test("prefers a sentence with a number where a number is asked for", async () => {
  const text = "The lamp lasts a lifetime of hours. The lamp lasts 900 hours.";
  const { answer } = await ask([markdown("a", text)], "How many hours the lamp lasts?", { maxQuotes: 1 });
  expect(answer.text).toBe("The lamp lasts 900 hours. [1]");
});

test("finds what is asked for in another form and in another word", async () => {
  const pump = markdown("pump", "Drain it first. Keep it between 5 and 30 degrees.", { title: "Storing the pump" });
  const kept = await ask([pump, ...LIBRARY], "At what temperature is the pump kept?");
  expect(kept.answer.text).toContain("between 5 and 30 degrees");
  const pay = markdown("pay", "Wages are paid on the last day of the month.");
  expect((await ask([pay, ...LIBRARY], "When is the salary paid?")).answer.answered).toBe(true);
});

test("refuses when what is told is not of the kind that is asked for", async () => {
  const lamp = markdown("lamp", "The garden lamp is red. The garden lamp has two screws.");
  expect((await ask([lamp], "What does the garden lamp cost?")).answer.answered).toBe(false);
  const priced = markdown("lamp", "The garden lamp is red. The garden lamp costs £4.");
  expect((await ask([priced], "What does the garden lamp cost?")).answer.text).toContain("£4");
});

test("sentences that overlap or touch are quoted once, word for word", async () => {
  const text = "The lamp is blue. It costs £4 as a lamp. It lasts as long as a lamp costs.";
  const { answer } = await ask([markdown("a", text)], "What does the lamp cost?");
  expect(answer.citations).toHaveLength(1);
  const [citation] = answer.citations;
  expect(text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
  expect(answer.text).toBe(`${citation?.quote} [1]`);
});

test("stop words alone are no question", async () => {
  const { answer } = await ask(LIBRARY, "the is of");
  expect(answer.text).toBe("Not in the documents: the question holds no word to look for.");
});

test("never gives more quotes than it may", async () => {
  const documents = ["a", "b", "c", "d"].map((id) => markdown(id, `Lamp ${id} is blue.`));
  expect((await ask(documents, "lamp blue")).answer.citations).toHaveLength(3);
});

test("stops when it is told to", async () => {
  const store = await storeOf(LIBRARY);
  const readDocument: QuotingOptions["readDocument"] = async (id, readers) => store.document(id, readers);
  const answerer = createQuotingAnswerer({ retriever: retrieverOver(store), readDocument, analyze });
  const request = { question: "reset the router", principals: ["public"], abortSignal: AbortSignal.abort() };
  await expect(Array.fromAsync(answerer.answer(request))).rejects.toThrow();
});

test("what stands close together is cited once, and the same words in two places too", async () => {
  const lamps = markdown("a", "The red lamp blinks. It rains. The red lamp is hot.");
  expect((await ask([lamps], "red lamp")).answer.text).toBe("The red lamp blinks. It rains. The red lamp is hot. [1]");
  const twins = [markdown("a", "The red lamp blinks."), markdown("b", "- The **red** lamp\n  blinks.")];
  expect((await ask(twins, "red lamp")).answer.citations).toHaveLength(1);
  const table = "| lamp | costs |\n|---|---|\n| red lamp | £4 |\n| red lamp, big | £5 |\n| tree | £6 |";
  const rows = await ask([markdown("t", table)], "What does the red lamp cost?");
  expect(rows.answer.citations.map(({ quote }) => quote)).toEqual(["| red lamp | £4 |\n| red lamp, big | £5 |"]);
});

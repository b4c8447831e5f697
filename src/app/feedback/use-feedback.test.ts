// What becomes of a reviewed thumb: the question or the row that it makes, and why none comes of it.
import { describe, expect, test } from "vitest";

import { feedbackExample } from "./feedback-example.ts";
import type { GivenAnswer, Judged, Review, Thumb } from "./feedback-line.ts";
import { feedbackQuestion as questionOf } from "./feedback-question.ts";

const GIVEN: GivenAnswer = {
  question: "How long is the trial?",
  as: ["group:staff"],
  text: "The trial is 14 days. [1]",
  answered: true,
  model: "quoting",
  sources: [
    { documentId: "docs:trial.md", contentHash: "h", uri: "trial.md", title: "Trial", quote: "The trial is 14 days." },
  ],
  read: ["docs:other.md", "docs:trial.md"],
  library: "0",
  schoolbook: "0.1.0",
  at: 1,
};

const MEMBERS: Readonly<Record<string, readonly string[]>> = { "user:ann": ["group:hr"] };

function feedbackQuestion(item: Judged) {
  return questionOf(item, (as) => [...as, ...as.flatMap((one) => MEMBERS[one] ?? []), "public"]);
}

const CLOSED = { name: "mem", acls: [["public"], ["group:hr", "group:leads"]], sources: [] };

function judged(thumb: Partial<Thumb>, review: Partial<Review> = {}): Judged {
  return {
    thumb: { kind: "thumb", version: 1, id: "t", thumb: "up", at: 2, given: GIVEN, ...thumb },
    review: { kind: "review", version: 1, of: "t", decision: "accepted", by: ["user:ann"], at: 3, ...review },
    uses: [],
  };
}

describe("a question out of a thumb", () => {
  test("expects the numbers and codes of an answer that was right, and where they stand", () => {
    expect(feedbackQuestion(judged({}))).toMatchObject({
      question: GIVEN.question,
      principals: ["group:staff"],
      expected: { contains: ["14"], sources: ["docs:trial.md"], quotes: ["The trial is 14 days."] },
      cluster: "docs:trial.md",
      tags: ["feedback", "thumb-up"],
    });
  });

  test("expects the words that were said to be right, the review's before those of the thumb", () => {
    const down = judged({ thumb: "down", correct: "30 days" }, { correct: "two weeks" });
    expect(feedbackQuestion(down)).toMatchObject({ expected: { answers: ["two weeks"] } });
    // why: the source of a wrong answer does not say the right one.
    expect(feedbackQuestion(down)).not.toHaveProperty("expected.sources");
    expect(feedbackQuestion(judged({ correct: "14 days" }))).toHaveProperty("expected.sources", ["docs:trial.md"]);
  });

  test("expects to be refused where nothing answers it", () => {
    const refused = judged({ given: { ...GIVEN, answered: false, text: "Not in the documents." } });
    expect(feedbackQuestion(refused)).toMatchObject({ expected: { unanswerable: true } });
    expect(feedbackQuestion(judged({ thumb: "down" }, { unanswerable: true }))).toMatchObject({
      expected: { unanswerable: true },
    });
  });

  test("names what clears whoever asked for the adapter that answered, so that others do not see it", () => {
    const answered = (as: readonly string[]) =>
      feedbackQuestion(judged({ given: { ...GIVEN, as, adapter: CLOSED, read: [], sources: [] } }));
    expect(answered(["user:ann"])).toHaveProperty("principals", ["user:ann", "group:hr"]);
    expect(answered(["group:leads"])).toHaveProperty("principals", ["group:leads"]);
    expect(answered(["public"])).toContain("not cleared any more");
  });

  test("is none where nobody knows what is right", () => {
    expect(feedbackQuestion(judged({ thumb: "down" }))).toContain("nobody said");
    expect(feedbackQuestion(judged({ given: { ...GIVEN, text: "Ask Odile. [1]" } }))).toContain("--correct");
  });
});

describe("a row out of a thumb", () => {
  const accessOf = (id: string) => ({ "docs:trial.md": ["public"], "docs:other.md": ["group:staff"] })[id];

  test("says the answer without its marks, to whoever may read all that it rests on", () => {
    expect(feedbackExample(judged({}), accessOf)).toEqual({
      messages: [
        { role: "user", content: GIVEN.question },
        { role: "assistant", content: "The trial is 14 days." },
      ],
      weight: 1,
      acl: ["group:staff"],
      sources: ["docs:trial.md"],
      tags: ["feedback", "thumb-up"],
    });
  });

  test("says what would have been right after a thumb down, and is as private as the asker where nothing was read", () => {
    const down = judged({ thumb: "down", correct: "two weeks", given: { ...GIVEN, read: [], sources: [] } });
    expect(feedbackExample(down, undefined)).toMatchObject({
      messages: [{}, { content: "two weeks" }],
      acl: ["group:staff"],
    });
  });

  test("is never more open than the adapter that answered, whatever was asked as and read", () => {
    const row = (given: Partial<GivenAnswer>) =>
      feedbackExample(judged({ given: { ...GIVEN, adapter: CLOSED, ...given } }), accessOf);
    const nothing = { read: [], sources: [] };
    expect(row({ ...nothing, as: ["public", "group:hr"] })).toMatchObject({ acl: ["group:hr"] });
    expect(row({ read: ["docs:trial.md"] })).toMatchObject({ acl: ["group:hr", "group:leads"] });
    expect(row({ ...nothing, as: ["public"] })).toMatchObject({ acl: ["group:hr", "group:leads"] });
    expect(row({})).toContain("nobody is cleared");
    const learnt = { ...CLOSED, acls: [["public"]], sources: ["docs:other.md"] };
    // why: what is learnt from it in turn is closed together with that document.
    expect(row({ ...nothing, as: ["public"], adapter: learnt })).toMatchObject({
      acl: ["group:staff"],
      sources: ["docs:other.md"],
    });
    expect(row({ ...nothing, adapter: { ...learnt, sources: ["docs:gone.md"] } })).toContain("not known");
  });

  test("is none where the answer is wrong, there is none, or nobody knows who may read it", () => {
    expect(feedbackExample(judged({ thumb: "down" }), accessOf)).toContain("right");
    expect(feedbackExample(judged({}, { unanswerable: true }), accessOf)).toContain("no answer");
    expect(feedbackExample(judged({}), () => undefined)).toContain("not known");
  });
});

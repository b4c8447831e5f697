// Imports on examples written after the shapes that each tool documents: what fits comes in, and nothing is lost silently.
import { describe, expect, test } from "vitest";

import { readQuestions } from "../read-questions.ts";
import { writeQuestions } from "../write-questions.ts";
import { guessFormat, type ImportFormat, importQuestions } from "./import-questions.ts";
import { type Imported, type ImportFile, leftOutText } from "./imported.ts";

const PRINCIPALS = ["group:support"];

function run(file: ImportFile, files: Readonly<Record<string, string>> = {}, companion?: ImportFile): Imported {
  return importQuestions(file, {
    principals: PRINCIPALS,
    readFile: (path) => files[path],
    ...(companion === undefined ? {} : { companion }),
  });
}

/** Every mark `M1`, `M2`, … of the texts stands in what came out of them. */
function expectNothingLost(imported: Imported, texts: readonly string[]): void {
  const out = JSON.stringify(imported);
  const marks = texts.flatMap((text) => text.match(/\bM\d+\b/gu) ?? []);
  expect(marks.length).toBeGreaterThan(5);
  expect(marks.filter((mark) => !new RegExp(`\\b${mark}\\b`, "u").test(out))).toEqual([]);
}

/** What comes in can be written and read again: an import is an exam. */
function expectReadable({ questions }: Imported): void {
  for (const format of ["jsonl", "yaml", "csv"] as const) {
    const read = readQuestions({ name: `exam.${format}`, text: writeQuestions(questions, format) });
    expect(read.mistakes).toEqual([]);
    expect(read.questions).toEqual(questions);
  }
}

const PROMPTFOO = `description: Support bot M1
prompts:
  - "Answer as support: {{question}}"
  - file://prompts/M2.txt
providers:
  - id: openai:gpt-4.1-mini
    config: { temperature: 0, note: M3 }
defaultTest:
  vars:
    tone: polite M4
  assert:
    - type: latency
      threshold: 4000
      note: M5
    - type: not-icontains
      value: as an AI M6
  options:
    provider: M7
tests:
  - description: warranty M8
    vars:
      question: How long is the warranty? M9
    assert:
      - type: icontains
        value: 24 months M10
      - type: contains-any
        value: [S3 M11, "S4 (new) M12"]
      - type: llm-rubric
        value: Names the product M13
        threshold: 0.7
      - type: javascript
        value: output.length < 500 // M14
    metadata:
      area: sales M15
      nested: { deep: M16 }
    threshold: 0.5
  - vars:
      question: [Who is the owner? M17, Who owns it? M18]
      locale: en M19
    assert:
      - type: equals
        value: Ann M20
      - type: equals
        value: Bob M21
  - vars:
      question: Return JSON M22
    assert:
      - type: is-json
        value: { type: object, required: [city], title: M23 }
      - type: regex
        value: '"city"\\s*:\\s*"M24"'
      - type: assert-set
        threshold: 0.5
        assert:
          - type: word-count
            value: { max: 40 }
          - type: starts-with
            value: "{M25"
  - vars:
      question: What is the salary of Mia? M26
    assert:
      - type: is-refusal
  - vars:
      question: Nothing is expected here M27
  - file://cases/more.yaml
  - file://cases/cases.csv
  - file://cases/missing-M28.yaml
scenarios:
  - config: [{ vars: { language: M29 } }]
`;
const MORE = `- vars: { question: When do you open? M30 }
  assert: [{ type: contains-all, value: ["nine M31", "five M32"] }]
`;
const CASES = `question,context,__expected,__expected2,__description,__metadata:team,__threshold
Where is it? M33,in town M34,contains: Bern M35,llm-rubric: friendly M36,place M37,sales M38,0.8
What colour?,,red M39,not-contains: blue M40,,,
`;

describe("promptfoo", () => {
  const files = { "cases/more.yaml": MORE, "cases/cases.csv": CASES };
  const imported = run({ name: "promptfooconfig.yaml", text: PROMPTFOO }, files);
  const byQuestion = (start: string) => imported.questions.find(({ question }) => question.startsWith(start));

  test("cases come in with their assertions, from the file and from those it refers to", () => {
    expect(imported.questions.map(({ question }) => question)).toEqual([
      "How long is the warranty? M9",
      "Who is the owner? M17",
      "Who owns it? M18",
      "Return JSON M22",
      "What is the salary of Mia? M26",
      "Nothing is expected here M27",
      "When do you open? M30",
      "Where is it? M33",
      "What colour?",
    ]);
    expect(byQuestion("How long")).toMatchObject({
      id: "warranty M8",
      principals: PRINCIPALS,
      tags: ["area=sales M15"],
      expected: {
        contains: ["24 months M10"],
        excludes: ["as an AI M6"],
        criteria: ["Names the product M13"],
        style: [{ kind: "matches", flags: "u" }],
      },
    });
    const [anyOf] = byQuestion("How long")?.expected.style ?? [];
    expect(anyOf?.kind === "matches" && new RegExp(anyOf.pattern, anyOf.flags).test("an S4 (new) M12 it is")).toBe(
      true,
    );
    expect(byQuestion("Return JSON")).toMatchObject({
      axis: "behaviour",
      expected: {
        json: { schema: { type: "object", required: ["city"], title: "M23" } },
        style: [{ kind: "matches" }, { kind: "words", max: 40 }, { kind: "starts-with", text: "{M25" }],
      },
    });
    expect(byQuestion("What is the salary")?.expected).toMatchObject({ unanswerable: true });
    expect(byQuestion("When do you open")?.expected.contains).toEqual(["nine M31", "five M32"]);
    expect(byQuestion("Where is it")).toMatchObject({
      id: "place M37",
      tags: ["team=sales M38"],
      expected: { contains: ["Bern M35"], criteria: ["friendly M36"] },
    });
    expect(byQuestion("What colour")?.expected).toMatchObject({
      answers: ["red M39"],
      excludes: ["blue M40", "as an AI M6"],
    });
  });

  test("what cannot be mapped is listed with file and line", () => {
    const said = imported.leftOut.map(leftOutText);
    expect(said).toContain(
      "promptfooconfig.yaml line 12: defaultTest.assert[0]: latency is measured for every call; set a bar for it when runs are compared",
    );
    expect(said).toContain("promptfooconfig.yaml line 31: tests[0].assert[3]: code is not run on import");
    expect(said).toContain(
      "promptfooconfig.yaml line 43: tests[1].assert[1]: one answer cannot be that and what another assertion wants",
    );
    expect(said).toContain("promptfooconfig.yaml line 67: tests[7]: the file that it refers to could not be read");
    expect(said).toContain("cases/cases.csv line 2: __threshold: it is no part of a question");
  });

  test("nothing is lost silently, and what came in is an exam", () => {
    // why: the description of the whole file names no question; it is the one thing that is left out on purpose.
    const texts = [PROMPTFOO.replace(/^.*M1$/mu, ""), MORE, CASES];
    expectNothingLost(imported, texts);
    expectReadable(imported);
    expect(imported.notes).toContain("the variable `question` is the question");
  });

  test("without a variable that is a question, the prompt with its variables put in is asked", () => {
    const text = `prompts: ["Translate to {{language}}: {{body}}"]
tests:
  - vars: { language: [French, German], body: Hello }
    assert: [{ type: contains, value: o }]
`;
    const { questions, notes } = run({ name: "p.yaml", text });
    expect(questions.map(({ question }) => question)).toEqual([
      "Translate to French: Hello",
      "Translate to German: Hello",
    ]);
    expect(notes).toHaveLength(1);
  });

  test("a case of which nothing is expected is left out, and said", () => {
    const { questions, leftOut } = run({ name: "p.yaml", text: "tests:\n  - vars: { question: Why? }\n" });
    expect(questions).toEqual([]);
    expect(leftOut.map(leftOutText)).toEqual([
      "p.yaml line 2: tests[0]: the case is left out: nothing is expected of the answer",
    ]);
  });
});

const REGISTRY = `support:
  id: support.dev.v0
  description: how well M1
  metrics: [accuracy]
support.dev.v0:
  class: evals.elsuite.basic.match:Match
  args:
    samples_jsonl: support/samples.jsonl
    few_shot_jsonl: support/M2.jsonl
other.dev.v0:
  class: evals.elsuite.modelgraded.classify:ModelBasedClassify
  args:
    samples_jsonl: other/M3.jsonl
`;
const SAMPLES = `{"input": [{"role": "system", "content": "Be short. M4"}, {"role": "user", "content": "How many? M5"}], "ideal": "12 M6"}
{"input": "Which city? M7", "ideal": ["Bern M8", "Berne M9"], "difficulty": "M10"}
{"input": [{"role": "user", "content": "No ideal M11"}]}
not json M12
`;
const HOSTED = `{
  "eval": {
    "object": "eval", "id": "eval_M1", "name": "Tickets M2",
    "data_source_config": {"type": "custom", "schema": {"title": "M3"}},
    "testing_criteria": [
      {"type": "string_check", "name": "M4", "input": "{{ sample.output_text }}", "operation": "eq", "reference": "{{ item.correct_label }}"},
      {"type": "label_model", "name": "polite", "model": "o4-mini", "labels": ["yes", "no"], "passing_labels": ["yes"],
       "input": [{"role": "developer", "content": "Is it polite? M5"}, {"role": "user", "content": "{{sample.output_text}}"}]},
      {"type": "python", "name": "M6", "source": "def grade(sample, item): return 1 # M7"}
    ]
  },
  "data": [
    {"item": {"ticket_text": "My monitor is dead M8", "correct_label": "Hardware M9", "priority": "M10"}},
    {"object": "eval.run.output_item", "datasource_item": {"ticket_text": "I forgot it M11", "correct_label": "Software M12"}, "sample": {"output": "M13"}}
  ]
}
`;

describe("OpenAI Evals", () => {
  test("samples of a registry come in, with what is missing said", () => {
    const imported = run({ name: "support.yaml", text: REGISTRY }, { "support/samples.jsonl": SAMPLES });
    expect(imported.questions).toMatchObject([
      {
        question: "How many? M5",
        history: [{ role: "system", content: "Be short. M4" }],
        expected: { answers: ["12 M6"] },
      },
      { question: "Which city? M7", expected: { answers: ["Bern M8", "Berne M9"] } },
    ]);
    const said = imported.leftOut.map(leftOutText);
    expect(said).toContain("support/samples.jsonl line 3: ideal: the sample is left out: it says no answer");
    expect(said.join("\n")).toContain("support/samples.jsonl line 4: it is not valid JSON (");
    expect(said).toContain("support.yaml line 13: other.dev.v0.args.samples_jsonl: its samples could not be read");
    expectNothingLost(imported, [REGISTRY.replace("M1", ""), SAMPLES.replace("M11", "")]);
    expectReadable(imported);
  });

  test("hosted evals come in with their graders and items", () => {
    const imported = run({ name: "eval.json", text: HOSTED });
    expect(imported.questions).toMatchObject([
      {
        question: "My monitor is dead M8",
        expected: { answers: ["Hardware M9"], criteria: ["Is it polite? M5\nthe answer\nIt passes as: yes"] },
      },
      { question: "I forgot it M11", expected: { answers: ["Software M12"] } },
    ]);
    const said = imported.leftOut.map(leftOutText);
    expect(said).toContain("eval.json line 13: data[0].testing_criteria[2]: code is not run on import");
    expect(said).toContain("eval.json line 13: data[0].item.priority: it has no place in a question");
    expectNothingLost(imported, [HOSTED.replace('"name": "M4", ', "")]);
    expectReadable(imported);
  });

  test("items that were exported by themselves take the graders from the eval beside them", () => {
    const items = '{"item": {"question": "Is it dead?", "answer_key": "no"}}\n';
    const graders = JSON.stringify({
      object: "eval",
      testing_criteria: [
        { type: "string_check", operation: "ilike", input: "{{sample.output_text}}", reference: "{{item.answer_key}}" },
      ],
    });
    const imported = run({ name: "items.jsonl", text: items }, {}, { name: "eval.json", text: graders });
    expect(imported.questions).toMatchObject([{ question: "Is it dead?", expected: { contains: ["no"] } }]);
    expect(run({ name: "items.jsonl", text: items }).leftOut.map(leftOutText)).toContain(
      "items.jsonl line 1: item: the item is left out: nothing is expected of the answer",
    );
  });
});

const RAGAS_NEW = `{"user_input": "What is it? M1", "reference": "A thing M2", "reference_contexts": ["It is a thing. M3"], "response": "M4", "retrieved_contexts": ["M5"], "synthesizer_name": "single M6"}
{"user_input": [{"content": "Hi M7", "type": "human"}, {"content": "Hello M8", "type": "ai"}, {"content": "And now? M9", "type": "human"}], "reference": "Then M10", "rubrics": {"score1_description": "bad M11", "score5_description": "good M12"}, "mood": "M13"}
{"user_input": "No reference M14"}
`;
const RAGAS_OLD = `question,contexts,ground_truth,evolution_type,answer
Which one? M1,"['a passage M2']",The first M3,simple M4,the model said M5
Why? M6,"[""one M7""]",Because M8,,
`;

describe("RAGAS", () => {
  test("samples with the names of today come in", () => {
    const imported = run({ name: "testset.jsonl", text: RAGAS_NEW });
    expect(imported.questions).toMatchObject([
      {
        question: "What is it? M1",
        expected: { answers: ["A thing M2"], quotes: ["It is a thing. M3"] },
        tags: ["synthesizer_name=single M6"],
      },
      {
        question: "And now? M9",
        history: [
          { role: "user", content: "Hi M7" },
          { role: "assistant", content: "Hello M8" },
        ],
        expected: { answers: ["Then M10"], criteria: ["score1_description: bad M11", "score5_description: good M12"] },
      },
    ]);
    expect(imported.leftOut.map(leftOutText)).toEqual([
      "testset.jsonl line 1: response: it came of a run, and a run makes it anew",
      "testset.jsonl line 1: retrieved_contexts: it came of a run, and a run makes it anew",
      "testset.jsonl line 2: mood: it has no place in a question",
      "testset.jsonl line 3: reference: the row is left out: nothing is expected of the answer",
    ]);
    expectNothingLost(imported, [RAGAS_NEW]);
    expectReadable(imported);
  });

  test("tables with the names of old come in", () => {
    const imported = run({ name: "testset.csv", text: RAGAS_OLD });
    expect(imported.questions).toMatchObject([
      { question: "Which one? M1", expected: { answers: ["The first M3"] }, tags: ["evolution_type=simple M4"] },
      { question: "Why? M6", expected: { answers: ["Because M8"] } },
    ]);
    expectNothingLost(imported, [RAGAS_OLD]);
    expectReadable(imported);
  });
});

describe("a table", () => {
  test("has its columns guessed by name, and says so", () => {
    const text = "Nr;Frage;Antwort;Category;Remark\n1;Wie lange?;Zwei Jahre;Garantie, Service;gut\n2;Wer?;;x;\n";
    const imported = run({ name: "fragen.csv", text });
    expect(imported.questions).toMatchObject([
      { id: "1", question: "Wie lange?", expected: { answers: ["Zwei Jahre"] }, tags: ["Garantie", "Service"] },
    ]);
    expect(imported.notes).toContain('the column "Frage" is taken as the question');
    expect(imported.leftOut.map(leftOutText)).toEqual([
      "fragen.csv line 2: Remark: the column has no place in a question",
      "fragen.csv line 3: the row is left out: it has no answer",
    ]);
    expectReadable(imported);
  });

  test("without known names is guessed by its question marks", () => {
    const text = "eins,zwei\nHow long?,Two years\nWho pays?,We do\n";
    expect(run({ name: "t.csv", text }).questions.map(({ expected }) => expected.answers)).toEqual([
      ["Two years"],
      ["We do"],
    ]);
    const none = run({ name: "t.csv", text: "eins,zwei\na,b\n" });
    expect(none.questions).toEqual([]);
    expect(none.leftOut.map(leftOutText)).toEqual([
      "t.csv line 1: no column is a question and another its answer; the columns are eins, zwei",
    ]);
  });

  test("twice the same question gets two ids", () => {
    const text = "question,answer\nWho?,Ann\nWho?,Bob\n";
    const imported = run({ name: "t.csv", text });
    expect(new Set(imported.questions.map(({ id }) => id)).size).toBe(2);
    expectReadable(imported);
  });
});

describe("the format", () => {
  test.each<readonly [string, string, ImportFormat]>([
    ["promptfooconfig.yaml", PROMPTFOO, "promptfoo"],
    ["cases.csv", CASES, "promptfoo"],
    ["support.yaml", REGISTRY, "openai-evals"],
    ["samples.jsonl", SAMPLES, "openai-evals"],
    ["eval.json", HOSTED, "openai-evals"],
    ["testset.jsonl", RAGAS_NEW, "ragas"],
    ["testset.csv", RAGAS_OLD, "ragas"],
    ["fragen.csv", "Frage,Antwort\n", "table"],
  ])("of %s is told by what stands in it", (name, text, format) => {
    expect(guessFormat({ name, text })).toBe(format);
  });

  test("that cannot be told has to be said", () => {
    expect(() => guessFormat({ name: "x.json", text: "[]" })).toThrow("cannot be told which tool wrote it");
  });
});

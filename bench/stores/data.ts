// Seeded data to measure on: clustered unit vectors, Zipf texts, groups that may read each passage, questions with known answers. Cached.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { seededRandom } from "../../src/core/runtime.ts";
import { createVectorMaker, normalise } from "./data-vectors.ts";
import { wordOf, ZipfWords } from "./data-words.ts";

export type Size = { readonly passages: number; readonly dims: number };

/** How much of the data somebody sees: about 1, 10 or 50 %. */
export type Selectivity = "1%" | "10%" | "50%";
export const SELECTIVITIES: readonly Selectivity[] = ["1%", "10%", "50%"];

export type Questions = {
  readonly count: number;
  readonly texts: readonly string[];
  readonly vector: (index: number) => Float32Array;
  readonly groups: Readonly<Record<Selectivity, readonly number[]>>;
  /** The ten nearest passages by float32 dot product: of all, and of what each selectivity leaves. */
  readonly truth: Readonly<Record<"all" | Selectivity, readonly (readonly number[])[]>>;
};

export type Item = { readonly vector: Float32Array; readonly text: string; readonly groups: readonly number[] };

export type BenchData = Size & { readonly item: (index: number) => Item };

export const GROUPS = 1000;
const FOLDER = ".bench/stores";

export function dataFolder({ passages, dims }: Size): string {
  return join(FOLDER, `data-${passages}x${dims}`);
}

/** Makes the data unless it is there already. */
export function makeData(size: Size): string {
  const folder = dataFolder(size);
  if (existsSync(join(folder, "complete"))) return folder;
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(42);
  const nextVector = createVectorMaker(size.dims, random);
  const vectors = new Float32Array(size.passages * size.dims);
  for (let index = 0; index < size.passages; index++) vectors.set(nextVector(), index * size.dims);
  const words = Array.from({ length: size.passages }, () => passageWords(size, random));
  const groups = Array.from({ length: size.passages }, () => passageGroups(random));
  writeFileSync(join(folder, "vectors.f32"), bytesOf(vectors));
  writeFileSync(join(folder, "texts.txt"), words.map((own) => own.map(wordOf).join(" ")).join("\n"));
  writeFileSync(join(folder, "groups.json"), JSON.stringify(groups));
  writeQuestions(folder, { ...size, vectors, words, groups, random });
  writeFileSync(join(folder, "complete"), "");
  return folder;
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function passageWords({ passages }: Size, random: () => number): number[] {
  const length = passages >= 1_000_000 ? 30 : 120;
  return Array.from({ length }, () => ZipfWords.next(random));
}

function passageGroups(random: () => number): number[] {
  const own = new Set<number>();
  const count = 1 + Math.floor(random() * 5);
  while (own.size < count) own.add(Math.floor(random() * GROUPS));
  return [...own];
}

type Made = Size & {
  readonly vectors: Float32Array;
  readonly words: readonly (readonly number[])[];
  readonly groups: readonly (readonly number[])[];
  readonly random: () => number;
};

/** A question is a noisy copy of a passage's vector and four of its rarer words. */
function writeQuestions(folder: string, made: Made): void {
  const { passages, dims, random, words } = made;
  const count = passages >= 1_000_000 ? 50 : 200;
  const nextNoise = createVectorMaker(dims, random, { clusters: 0 });
  const vectors = new Float32Array(count * dims);
  const texts: string[] = [];
  for (let index = 0; index < count; index++) {
    const target = Math.floor(random() * passages);
    const noise = nextNoise();
    const vector = made.vectors
      .slice(target * dims, (target + 1) * dims)
      .map((value, at) => value + 0.35 * (noise[at] ?? 0));
    vectors.set(normalise(vector), index * dims);
    const rarer = [...new Set(words[target]?.filter((word) => word >= 50))];
    texts.push(rarer.slice(0, 4).map(wordOf).join(" "));
  }
  writeFileSync(join(folder, "question-vectors.f32"), bytesOf(vectors));
  const groups = chooseGroups(made);
  writeFileSync(
    join(folder, "questions.json"),
    JSON.stringify({ texts, groups, truth: truthOf(made, vectors, groups) }),
  );
}

type ChosenGroups = Record<Selectivity, readonly number[]>;

function chooseGroups({ passages, groups, random }: Made): ChosenGroups {
  const choose = (share: number): number[] => {
    const chosen = new Set<number>();
    let visible = 0;
    while (visible < share * passages) {
      chosen.add(Math.floor(random() * GROUPS));
      visible = groups.filter((own) => own.some((group) => chosen.has(group))).length;
    }
    return [...chosen];
  };
  return { "1%": choose(0.01), "10%": choose(0.1), "50%": choose(0.5) };
}

function truthOf(made: Made, questions: Float32Array, chosen: ChosenGroups): Record<string, number[][]> {
  const { dims, groups } = made;
  const views: Record<string, (index: number) => boolean> = {
    all: () => true,
    ...Object.fromEntries(SELECTIVITIES.map((name) => [name, seenBy(groups, chosen[name])])),
  };
  const masks = Object.entries(views).map(
    ([name, sees]) => [name, Uint8Array.from(groups, (_, at) => Number(sees(at)))] as const,
  );
  const truth: Record<string, number[][]> = Object.fromEntries(masks.map(([name]) => [name, []]));
  for (let start = 0; start < questions.length; start += dims) {
    const scores = dotAll(made, questions.subarray(start, start + dims));
    for (const [name, mask] of masks) truth[name]?.push(bestTen(scores, mask));
  }
  return truth;
}

function seenBy(groups: readonly (readonly number[])[], chosen: readonly number[]): (index: number) => boolean {
  const set = new Set(chosen);
  return (index) => groups[index]?.some((group) => set.has(group)) ?? false;
}

function dotAll({ vectors, passages, dims }: Made, question: Float32Array): Float32Array {
  const scores = new Float32Array(passages);
  for (let index = 0, at = 0; index < passages; index++) {
    let sum = 0;
    for (let dim = 0; dim < dims; dim++, at++) sum += (vectors[at] ?? 0) * (question[dim] ?? 0);
    scores[index] = sum;
  }
  return scores;
}

function bestTen(scores: Float32Array, mask: Uint8Array): number[] {
  const best: number[] = [];
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] ?? 0;
    if (mask[index] === 0 || (best.length === 10 && score <= (scores[best[9] ?? 0] ?? 0))) continue;
    const place = best.findIndex((other) => score > (scores[other] ?? 0));
    best.splice(place < 0 ? best.length : place, 0, index);
    if (best.length > 10) best.pop();
  }
  return best;
}

function readVectors(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

export function loadData(size: Size): BenchData {
  const folder = makeData(size);
  const { dims } = size;
  const vectors = readVectors(join(folder, "vectors.f32"));
  const texts = readFileSync(join(folder, "texts.txt"), "utf8").split("\n");
  // why: written by makeData above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const groups = JSON.parse(readFileSync(join(folder, "groups.json"), "utf8")) as number[][];
  const item = (index: number): Item => ({
    vector: vectors.subarray(index * dims, (index + 1) * dims),
    text: texts[index] ?? "",
    groups: groups[index] ?? [],
  });
  return { ...size, item };
}

export function loadQuestions(size: Size): Questions {
  const folder = makeData(size);
  const vectors = readVectors(join(folder, "question-vectors.f32"));
  // why: written by writeQuestions above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const rest = JSON.parse(readFileSync(join(folder, "questions.json"), "utf8")) as Pick<
    Questions,
    "texts" | "groups" | "truth"
  >;
  return {
    ...rest,
    count: rest.texts.length,
    vector: (index) => vectors.subarray(index * size.dims, (index + 1) * size.dims),
  };
}

/** New content for `count` passages, each with a word that no other has. */
export function freshItems(size: Size, count: number, seed: number): readonly Item[] {
  const random = seededRandom(seed);
  const nextVector = createVectorMaker(size.dims, random, { clusters: 0 });
  return Array.from({ length: count }, (_, index) => ({
    vector: nextVector().slice(),
    text: [`zzfresh${seed}x${index}`, ...Array.from({ length: 119 }, () => wordOf(ZipfWords.next(random)))].join(" "),
    groups: passageGroups(random),
  }));
}

// The middle of chunking: a document as a row of small units with a price for cutting before each, and its tree of sections.
import type { TokenCounter } from "../../core/estimate-tokens.ts";
import type { PassageKind, Span } from "../../spec/document.ts";
import type { ChunkOptions } from "./chunk-options.ts";

export type UnitKind = PassageKind | "heading";

/** The smallest piece that a passage is put together from. */
export type Unit = {
  readonly start: number;
  end: number;
  tokens: number;
  readonly kind: UnitKind;
  /** Price of beginning a passage here; see `CUT`. */
  readonly cut: number;
  readonly section: number;
  /** Table header to repeat when a passage begins with this row. */
  readonly header: TableHeader | undefined;
};

export type TableHeader = {
  readonly text: string;
  readonly tokens: number;
};

export type Section = {
  readonly label: string;
  readonly level: number;
  readonly parent: number;
  /** The section of the same parent that ends where this one starts. */
  readonly previous: number | undefined;
  readonly start: number;
  end: number;
  /** Tokens before its first child, its heading included. */
  ownTokens: number;
  /** Tokens of everything in it. */
  tokens: number;
};

export type Outline = {
  readonly units: readonly Unit[];
  readonly sections: readonly Section[];
};

/** Work done, counted in characters and comparisons, so that a test can hold it against the size of the text. */
export type Work = { steps: number };

export type Task = {
  readonly text: string;
  readonly options: ChunkOptions;
  readonly countTokens: TokenCounter;
  readonly work: Work;
};

/**
 * What it costs to begin a passage at a place, on the scale on which a passage of no size at all costs 1; below 0 a cut is
 * welcome. At -0.7 two blocks of more than 0.39 targets each are better apart, smaller ones better together. Only the order
 * and rough distances matter: blocks before items, items before sentences, sentences before lines and words.
 */
export const CUT = {
  heading: -1.1,
  landmark: -0.9,
  rule: -0.9,
  definition: -0.8,
  block: -0.7,
  /** A table, list or fence right after the paragraph that most likely speaks of it. */
  companion: -0.3,
  item: -0.2,
  nestedItem: 0.1,
  row: -0.2,
  /** Between the sentences of one paragraph, where a line ends and where none does. */
  sentenceLine: -0.4,
  sentence: -0.2,
  line: 0,
  word: 0.5,
  /** Between a sentence ending in a colon and what it introduces. */
  leadIn: 3,
  /** Between a heading and its first block. */
  afterHeading: 9,
} as const;

export type OutlineBuilder = {
  readonly outline: Outline;
  /** Opens a section at `start`, inside the last one of a higher rank. */
  section(level: number, label: string, start: number): void;
  unit(kind: UnitKind, span: Span, place: Place): void;
  /** Makes the next unit a better place to begin a passage. */
  breakHere(cut: number): void;
};

export type Place = {
  readonly cut: number;
  readonly tokens: number;
  readonly header?: TableHeader | undefined;
};

export function createOutlineBuilder(text: string, landmarks: readonly number[]): OutlineBuilder {
  const units: Unit[] = [];
  const tree = createSectionTree(text.length);
  let pendingBreak: number = CUT.afterHeading;
  let nextLandmark = 0;

  function priceAt(start: number, cut: number): number {
    const pending = pendingBreak;
    pendingBreak = CUT.afterHeading;
    let marked = false;
    while (nextLandmark < landmarks.length && (landmarks[nextLandmark] ?? 0) <= start) {
      nextLandmark += 1;
      marked = true;
    }
    if (units.at(-1)?.kind === "heading") return CUT.afterHeading;
    if (cut >= CUT.leadIn) return cut;
    return Math.min(cut, pending, marked && cut <= CUT.companion ? CUT.landmark : cut);
  }

  return {
    outline: { units, sections: tree.sections },
    section: (level, label, start) => tree.open(level, label, start),
    unit(kind, { start, end }, { cut, tokens, header }) {
      tree.count(tokens);
      const last = units.at(-1);
      if (last !== undefined && isCrumb(last, { kind, tokens, section: tree.current() })) {
        last.end = end;
        last.tokens += tokens;
        return;
      }
      units.push({ start, end, tokens, kind, cut: priceAt(start, cut), section: tree.current(), header });
    },
    breakHere(cut) {
      pendingBreak = Math.min(cut, pendingBreak);
    },
  };
}

const CRUMB_TOKENS = 2;
const MOST_CRUMB_TOKENS = 8;

/** Blocks of a word or two are joined to one another, so that a text of nothing else stays quick to group. */
function isCrumb(last: Unit, { kind, tokens, section }: Pick<Unit, "kind" | "tokens" | "section">): boolean {
  const isSmall = tokens <= CRUMB_TOKENS && last.tokens + tokens <= MOST_CRUMB_TOKENS;
  return isSmall && kind === last.kind && kind !== "heading" && section === last.section && last.header === undefined;
}

type SectionTree = {
  readonly sections: readonly Section[];
  open(level: number, label: string, start: number): void;
  current(): number;
  count(tokens: number): void;
};

function createSectionTree(textLength: number): SectionTree {
  const sections: Section[] = [];
  const root = {
    label: "",
    level: 0,
    parent: -1,
    previous: undefined,
    start: 0,
    end: textLength,
    ownTokens: 0,
    tokens: 0,
  };
  sections.push(root);
  const lastChild = new Map<number, number>();
  let current = 0;
  return {
    sections,
    open(level, label, start) {
      let inner = sections[current];
      while (inner !== undefined && inner.level >= level) {
        inner.end = start;
        current = inner.parent;
        inner = sections[current];
      }
      const previous = lastChild.get(current);
      lastChild.set(current, sections.length);
      sections.push({ label, level, parent: current, previous, start, end: textLength, ownTokens: 0, tokens: 0 });
      current = sections.length - 1;
    },
    current: () => current,
    count(tokens) {
      const section = sections[current];
      if (section !== undefined) section.ownTokens += tokens;
    },
  };
}

/** Sums the tokens of subsections into their parents; children come after parents, so one pass backwards is enough. */
export function sumSections(sections: readonly Section[]): void {
  for (let index = sections.length - 1; index >= 0; index -= 1) {
    const section = sections[index];
    if (section === undefined) continue;
    section.tokens += section.ownTokens;
    const parent = sections[section.parent];
    if (parent !== undefined) parent.tokens += section.tokens;
  }
}

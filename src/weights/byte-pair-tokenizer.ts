// Our own byte-level BPE: text to token ids and back, equal to what the Hugging Face library and llama.cpp give.
import { BYTE_LETTERS, LETTER_BYTES } from "./tokenizer/byte-letters.ts";
import { type Merge, mergePairs, pairKey } from "./tokenizer/merge-pairs.ts";
import { splitText } from "./tokenizer/split-text.ts";
import type { TokenizerFile } from "./tokenizer/tokenizer-file.ts";

export type BytePairTokenizer = {
  readonly size: number;
  /** `specials: "parse"` takes `<|im_end|>` in the text for the end of a turn; text from outside must not be read so. */
  encode(text: string, specials: "parse" | "plain"): readonly number[];
  /** Bytes that are no whole letters become U+FFFD. Specials are written out only when asked for. */
  decode(ids: readonly number[], specials?: "show" | "hide"): string;
  idOf(token: string): number | undefined;
};

/** Why: words come again and again, but a stream of ever new ones must not fill the memory. */
const MAX_REMEMBERED = 50_000;
const MAX_REMEMBERED_LENGTH = 40;

export function createBytePairTokenizer(file: TokenizerFile): BytePairTokenizer {
  const ids = new Map(file.tokens.map((token, id) => [token, id]));
  const byteIds = BYTE_LETTERS.map((letter) => ids.get(letter) ?? 0);
  const merges = new Map<number, Merge>();
  for (const [rank, [left, right]] of file.merges.entries()) {
    merges.set(pairKey(ids.get(left) ?? -1, ids.get(right) ?? -1), { rank, id: ids.get(left + right) ?? -1 });
  }
  const remembered = new Map<string, readonly number[]>();
  const encodePiece = (piece: string): readonly number[] => {
    const known = remembered.get(piece);
    if (known !== undefined) return known;
    const found = mergePairs(
      Array.from(Buffer.from(piece), (byte) => byteIds[byte] ?? 0),
      merges,
    );
    if (piece.length <= MAX_REMEMBERED_LENGTH) {
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(piece, found);
    }
    return found;
  };
  const encodePlain = (text: string): readonly number[] => splitText(text).flatMap(encodePiece);
  const specials = new Map(file.specials.map(({ id, content }) => [content, id]));
  const cutter = cutterOf([...specials.keys()]);
  const shown = shownTokens(file, new Set(specials.values()));
  return {
    size: file.tokens.length,
    encode: (text, mode) =>
      mode === "plain"
        ? encodePlain(text)
        : text.split(cutter).flatMap((part) => {
            const special = specials.get(part);
            return special === undefined ? encodePlain(part) : [special];
          }),
    decode: (tokens, mode = "hide") =>
      Buffer.concat(tokens.map((id) => (mode === "show" ? shown.all[id] : shown.plain[id]) ?? EMPTY)).toString("utf8"),
    idOf: (token) => ids.get(token),
  };
}

const EMPTY = new Uint8Array();

function cutterOf(specials: readonly string[]): RegExp {
  const longestFirst = specials.toSorted((one, other) => other.length - one.length);
  return new RegExp(
    longestFirst.length === 0 ? "(?!)" : `(${longestFirst.map((special) => RegExp.escape(special)).join("|")})`,
    "u",
  );
}

type Shown = { readonly all: readonly Uint8Array[]; readonly plain: readonly Uint8Array[] };

/** The bytes of every token, with and without the specials. */
function shownTokens({ tokens }: TokenizerFile, specials: ReadonlySet<number>): Shown {
  const all = tokens.map((token, id) =>
    specials.has(id)
      ? Buffer.from(token)
      : Buffer.from(Array.from(token, (letter) => LETTER_BYTES.get(letter) ?? 0x3f)),
  );
  return { all, plain: all.map((bytes, id) => (specials.has(id) ? EMPTY : bytes)) };
}

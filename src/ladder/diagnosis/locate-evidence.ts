// Where the library says what a question expects, for whoever asks it: readable, closed to them, changed since, or nowhere.
import type { Principals } from "../../spec/access.ts";
import type { DocumentId, Span } from "../../spec/document.ts";
import type { Question } from "../../spec/exam.ts";
import type { Store } from "../../spec/store.ts";

export type EvidencePlace = Span & { readonly documentId: DocumentId };

export type Evidence =
  /** One place for each quote that the question expects; none where it names documents alone. */
  | { readonly kind: "readable"; readonly places: readonly EvidencePlace[]; readonly text: string }
  /** It exists, and the asker may not read it; no more is told of it. */
  | { readonly kind: "forbidden" }
  | { readonly kind: "missing" }
  /** The documents that should say it do not, or no longer. */
  | { readonly kind: "outdated" }
  /** The question names neither documents nor quotes. */
  | { readonly kind: "unknown" };

export type LocateEvidence = (question: Question) => Promise<Evidence>;

/** For whoever runs the library: that a closed document exists is told, by the names that the exam itself gives. */
export async function createEvidenceLocator(
  store: Pick<Store, "document" | "manifest">,
  principalsOf: (as: Principals) => Principals = (as) => as,
): Promise<LocateEvidence> {
  const known = new Map<string, DocumentId>();
  for (const [id, { uri }] of await store.manifest()) known.set(id, id).set(uri, id);
  return async ({ principals, expected: { sources = [], quotes = [] } }) => {
    if (sources.length === 0) return { kind: "unknown" };
    const ids = [...new Set(sources.flatMap((source) => known.get(source) ?? []))];
    const documents = await Promise.all(ids.map(async (id) => store.document(id, principalsOf(principals))));
    const readable = documents.flatMap((document) => (document === undefined ? [] : [document]));
    const unread = missingKind({ named: new Set(sources).size, known: ids.length, readable: readable.length });
    const text = readable.map((document) => document.text).join("\n");
    if (quotes.length === 0) return readable.length > 0 ? { kind: "readable", places: [], text } : { kind: unread };
    const places = quotes.map((quote) => findPlace(readable, quote));
    const found = places.filter((place) => place !== undefined);
    return found.length === quotes.length ? { kind: "readable", places: found, text } : { kind: unread };
  };
}

type Counts = { readonly named: number; readonly known: number; readonly readable: number };

function missingKind({ named, known, readable }: Counts): "forbidden" | "missing" | "outdated" {
  if (readable < known) return "forbidden";
  return known < named ? "missing" : "outdated";
}

type Readable = { readonly id: DocumentId; readonly text: string };

function findPlace(documents: readonly Readable[], quote: string): EvidencePlace | undefined {
  for (const { id, text } of documents) {
    const span = findSpan(text, quote);
    if (span !== undefined) return { documentId: id, ...span };
  }
  return undefined;
}

/** Line breaks and letter case aside. */
function findSpan(text: string, quote: string): Span | undefined {
  const exact = text.indexOf(quote);
  if (exact >= 0) return { start: exact, end: exact + quote.length };
  const words = quote
    .trim()
    .split(/\s+/u)
    .map((word) => RegExp.escape(word));
  const match = new RegExp(words.join(String.raw`\s+`), "iu").exec(text);
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
}

// Under which access rules the documents of each source were written: how a reader notices that the rules are others now.
import type { Source } from "../../spec/source.ts";
import type { GenerationId, Store } from "../../spec/store.ts";

/** Digests of the rules that a source's documents may have been written under; more than one while a sync under other rules is not done. */
export type AccessRecord = ReadonlyMap<string, readonly string[]>;

/** Kept with the states of sources, under a name that the configuration allows for none. */
const STATE = "@access";
/** Stands for the rules of documents about which nothing was recorded. */
const UNKNOWN = "?";
/** Stands for the rules of whoever exported the library: a source that is not configured here, and was let in by name. */
const IMPORTED = "imported";

export async function readAccessRecord(store: Store): Promise<AccessRecord> {
  return parseRecord(await store.sourceState(STATE));
}

/** True when every document of the source was written under the rules that it has now. */
export function isUnderRules(record: AccessRecord, { name, rules }: Source): boolean {
  const [digest, ...others] = record.get(name) ?? [];
  return digest === (rules?.digest ?? "") && others.length === 0;
}

export type RecordOptions = {
  readonly store: Store;
  readonly generation: GenerationId;
};

/** True for a source that came with an imported library: its access lists hold although it is not configured. */
export function isImported(record: AccessRecord, source: string): boolean {
  return record.get(source)?.join(" ") === IMPORTED;
}

/**
 * After an import: what the library brought along of sources that are not configured here is meant to be read. Sources that
 * are configured here do not keep the mark of an import before that one, which would outlive their configuration.
 */
export async function acceptImported(
  configured: ReadonlySet<string>,
  { store }: Pick<RecordOptions, "store">,
): Promise<void> {
  const active = (await store.generations()).find(({ state }) => state === "active");
  if (active === undefined) return;
  const brought = await readAccessRecord(store);
  const record = new Map(brought);
  for (const name of Object.keys((await store.stats()).sources)) {
    if (!configured.has(name)) record.set(name, [IMPORTED]);
  }
  for (const name of configured) if (isImported(brought, name)) record.set(name, [UNKNOWN]);
  if (spell(record) === spell(brought)) return;
  await writeRecord(record, { store, generation: active.id });
}

/** Before the first document is written under other rules than before: from now on there may be some of both kinds. */
export async function beginRules(source: Source, options: RecordOptions): Promise<void> {
  const record = await readAccessRecord(options.store);
  if (isUnderRules(record, source)) return;
  const isNew = (await options.store.manifest(source.name)).size === 0;
  const before = record.get(source.name) ?? (isNew ? [] : [UNKNOWN]);
  const digests = new Set([...before.filter(() => !isNew), source.rules?.digest ?? ""]);
  await writeRecord(new Map(record).set(source.name, [...digests]), options);
}

/** When what the rules close is closed everywhere. Gives the commit's sequence, where one was needed. */
export async function endRules(source: Source, options: RecordOptions): Promise<number | undefined> {
  const record = await readAccessRecord(options.store);
  if (isUnderRules(record, source)) return undefined;
  return writeRecord(new Map(record).set(source.name, [source.rules?.digest ?? ""]), options);
}

/** Forgets the rules of sources that are no longer configured, once their documents are gone. */
export async function keepRules(configured: ReadonlySet<string>, options: RecordOptions): Promise<number | undefined> {
  const record = await readAccessRecord(options.store);
  const kept = new Map([...record].filter(([name]) => configured.has(name)));
  return kept.size === record.size ? undefined : writeRecord(kept, options);
}

async function writeRecord(record: AccessRecord, { store, generation }: RecordOptions): Promise<number> {
  return (await store.commit({ generation, sourceStates: new Map([[STATE, spell(record)]]) })).sequence;
}

function spell(record: AccessRecord): string {
  return JSON.stringify([...record].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function parseRecord(state: string | undefined): AccessRecord {
  const parsed: unknown = state === undefined ? [] : JSON.parse(state);
  const entries = Array.isArray(parsed) ? parsed : [];
  return new Map(
    entries.flatMap((entry: unknown): [string, string[]][] => {
      const [name, digests]: unknown[] = Array.isArray(entry) ? entry : [];
      return typeof name === "string" && Array.isArray(digests) ? [[name, digests.map(String)]] : [];
    }),
  );
}

// Bounded concurrency over streams: look ahead in a listing, work on a few items at a time, keep their order.

/**
 * Results of `work` in the order of the items, with at most `limit` items in progress. When listing the items fails, the
 * results of those listed before come first, then its error.
 */
export async function* mapOrdered<In, Out>(
  items: AsyncIterable<In>,
  limit: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const running: Promise<Out>[] = [];
  let failure: { readonly error: unknown } | undefined;
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((error: unknown) => {
        failure = { error };
      });
      if (next === undefined || next.done === true) break;
      const started = work(next.value);
      started.catch(() => undefined); // why: it is awaited below, in order; until then it must not count as unhandled
      running.push(started);
      const oldest = running.length >= limit ? running.shift() : undefined;
      if (oldest !== undefined) yield await oldest;
    }
    for (let oldest = running.shift(); oldest !== undefined; oldest = running.shift()) yield await oldest;
    if (failure !== undefined) throw failure.error;
  } finally {
    await iterator.return?.();
    await Promise.allSettled(running);
  }
}

export type ReadAhead<T> = AsyncIterable<T> & {
  /** How many items were listed so far, and whether that is all of them. */
  readonly listed: () => { readonly count: number; readonly complete: boolean };
};

/** Once iterated, lists ahead of its reader and keeps up to `limit` items ready, so that the total is known early where listing is quick. */
export function readAhead<T>(items: AsyncIterable<T>, limit: number): ReadAhead<T> {
  const queue = createQueue<T>(limit);
  return {
    listed: () => ({ count: queue.count, complete: queue.complete }),
    [Symbol.asyncIterator]: () => consume(items, queue),
  };
}

type Queue<T> = {
  /** Items not yet taken begin at `head`: shifting a long array would move it each time. */
  items: T[];
  head: number;
  readonly limit: number;
  count: number;
  complete: boolean;
  stopped: boolean;
  failure: { readonly error: unknown } | undefined;
  /** Resolves at the next `announce`. */
  changed: Promise<void>;
  announce(): void;
};

function createQueue<T>(limit: number): Queue<T> {
  let next = Promise.withResolvers<void>();
  const queue: Queue<T> = {
    items: [],
    head: 0,
    limit,
    count: 0,
    complete: false,
    stopped: false,
    failure: undefined,
    changed: next.promise,
    announce() {
      const previous = next;
      next = Promise.withResolvers<void>();
      queue.changed = next.promise;
      previous.resolve();
    },
  };
  return queue;
}

function take<T>(queue: Queue<T>): T | undefined {
  const item = queue.items[queue.head];
  if (queue.head < queue.items.length) queue.head += 1;
  if (queue.head > 1024 && queue.head * 2 > queue.items.length) {
    queue.items = queue.items.slice(queue.head);
    queue.head = 0;
  }
  return item;
}

async function produce<T>(items: AsyncIterable<T>, queue: Queue<T>): Promise<void> {
  try {
    for await (const item of items) {
      queue.items.push(item);
      queue.count += 1;
      queue.announce();
      while (queue.items.length - queue.head >= queue.limit && !queue.stopped) await queue.changed;
      if (queue.stopped) return;
    }
    queue.complete = true;
  } catch (error) {
    queue.failure = { error };
  }
  queue.announce();
}

async function* consume<T>(items: AsyncIterable<T>, queue: Queue<T>): AsyncGenerator<T> {
  const producing = produce(items, queue);
  try {
    for (;;) {
      const item = take(queue);
      if (item !== undefined) {
        queue.announce();
        yield item;
      } else if (queue.failure !== undefined) {
        throw queue.failure.error;
      } else if (queue.complete) {
        return;
      } else {
        await queue.changed;
      }
    }
  } finally {
    queue.stopped = true;
    queue.announce();
    await producing;
  }
}

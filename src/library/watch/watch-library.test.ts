import { expect, test } from "vitest";

import { SchoolbookError } from "../../core/errors.ts";
import { systemRuntime } from "../../core/runtime.ts";
import type { Source } from "../../spec/source.ts";
import { createFakeSource } from "../../testing/index.ts";
import type { SyncReport } from "../sync/report.ts";
import { type WatchEvent, watchLibrary, type WatchOptions } from "./watch-library.ts";

const done: SyncReport = { sources: [], durationMs: 0, sequence: undefined };

type Watching = {
  readonly rounds: string[][];
  readonly events: WatchEvent[];
  readonly stop: () => Promise<void>;
};

function watch(options: Pick<WatchOptions, "sources"> & Partial<WatchOptions>): Watching {
  const rounds: string[][] = [];
  const events: WatchEvent[] = [];
  const controller = new AbortController();
  const running = watchLibrary({
    sync: async (sources) => {
      rounds.push(sources.map(({ name }) => name));
      return done;
    },
    onEvent: (event) => events.push(event),
    runtime: systemRuntime(),
    pollMs: 60_000,
    signal: controller.signal,
    ...options,
  });
  const stop = async (): Promise<void> => {
    controller.abort();
    await running;
  };
  return { rounds, events, stop };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !condition(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}

test("everything is synced first, then only the source that changed", async () => {
  const docs = createFakeSource({ name: "docs" });
  const tickets = createFakeSource({ name: "tickets" });
  const { rounds, stop } = watch({ sources: [docs, tickets] });
  await until(() => rounds.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 10));
  tickets.put("1.txt", "new");
  await until(() => rounds.length === 2);
  expect(rounds).toEqual([["docs", "tickets"], ["tickets"]]);
  await stop();
});

test("sources that cannot notify are polled", async () => {
  const source = createFakeSource({ name: "web" });
  const polled: Source = { name: source.name, list: (options) => source.list(options) };
  const { rounds, stop } = watch({ sources: [polled], pollMs: 10 });
  await until(() => rounds.length >= 3);
  await stop();
});

test("a failed round is reported and tried again", async () => {
  const docs = createFakeSource({ name: "docs" });
  let tries = 0;
  const sync = async (): Promise<SyncReport> => {
    tries += 1;
    if (tries === 1) throw new SchoolbookError("library_busy", "Somebody is writing.");
    return done;
  };
  const { events, stop } = watch({ sources: [docs], sync, pollMs: 10 });
  await until(() => events.length >= 2);
  expect(events).toMatchObject([{ kind: "failed", error: { code: "library_busy" } }, { kind: "synced" }]);
  await stop();
});

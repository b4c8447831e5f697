// `node bench/ladder/report-page.ts --axe FOLDER [--page FILE]`: the report of 300 questions and 8 arms, or FILE, in headless Chromium: its size, how long it
// takes to open, what it tells the console, what it asks for, whether it must be scrolled sideways, and what axe-core (installed in FOLDER) finds.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { z } from "zod";

import { writeClimbPage } from "../../src/ladder/report/write-climb-page.ts";
import { BROWSER, SKIPPED } from "../../test/exam/headless-browser.ts";
import { builtClimb } from "../../test/ladder/built-climb.ts";

const { values } = parseArgs({ options: { axe: { type: "string" }, page: { type: "string" } } });
const RIGHT = { A0: 0.1, A1: 0.2, AQ: 0.4, A2: 0.9, A3: 0.95, A4: 0.3, A5: 0.95, A6: 0.97 };
const WIDTHS = [1400, 800, 380];
const SCHEMES = ["light", "dark"];
const MESSAGE = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  result: z.unknown().optional(),
});
const VALUE = z.object({ result: z.object({ value: z.string() }) });
const VIOLATIONS = z.array(z.object({ id: z.string(), impact: z.string(), nodes: z.number() }));

const AXE_RUN =
  "axe.run(document).then(({ violations }) => JSON.stringify(violations.map(({ id, impact, nodes }) => ({ id, impact: String(impact), nodes: nodes.length }))))";

if (BROWSER === undefined || values.axe === undefined)
  throw new Error(`It takes a browser${SKIPPED} and --axe, a folder in which axe-core was installed with npm.`);
const axe = readFileSync(join(values.axe, "node_modules", "axe-core", "axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "schoolbook-report-"));
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0"];
const browser = spawn(BROWSER, [...flags, `--user-data-dir=${folder}`, "about:blank"], {
  stdio: ["ignore", "ignore", "pipe"],
});
try {
  const page = values.page ?? (await builtPage());
  console.log(`${(statSync(page).size / 1000).toFixed(0)} kB`);
  const tab = await openTab(await addressOf(browser));
  for (const scheme of SCHEMES) for (const width of WIDTHS) await look(tab, { page, width, scheme });
} finally {
  browser.kill();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function builtPage(): Promise<string> {
  const page = join(folder, "report.html");
  writeFileSync(page, writeClimbPage({ ...(await builtClimb({ questions: 300, right: RIGHT })), version: "1.2.3" }));
  return page;
}

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  let said = "";
  for await (const text of stderr ?? []) {
    said += String(text);
    const [address] = /ws:\/\/\S+/u.exec(said) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`The browser did not start:\n${said}`);
}

type Tab = {
  readonly send: (method: string, params?: object) => Promise<unknown>;
  /** Names of what has happened since they were taken last. */
  readonly takeEvents: () => readonly string[];
};

async function openTab(address: string): Promise<Tab> {
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const waiting = new Map<number, (result: unknown) => void>();
  let events: string[] = [];
  socket.addEventListener("message", ({ data }) => {
    const { id, method, result } = MESSAGE.parse(JSON.parse(String(data)));
    if (id !== undefined) waiting.get(id)?.(result);
    if (method !== undefined) events.push(method);
  });
  let sessionId: string | undefined;
  const send: Tab["send"] = async (method, params = {}) => {
    const id = waiting.size + 1;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    waiting.set(id, resolve);
    socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    return promise;
  };
  const made = z.object({ targetId: z.string() }).parse(await send("Target.createTarget", { url: "about:blank" }));
  const attached = await send("Target.attachToTarget", { targetId: made.targetId, flatten: true });
  sessionId = z.object({ sessionId: z.string() }).parse(attached).sessionId;
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);
  const takeEvents = (): readonly string[] => {
    const taken = events;
    events = [];
    return taken;
  };
  return { send, takeEvents };
}

/** What happened until the page had loaded. */
async function navigate({ send, takeEvents }: Tab, url: string): Promise<string[]> {
  takeEvents();
  const seen: string[] = [];
  await send("Page.navigate", { url });
  while (!seen.includes("Page.loadEventFired")) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push(...takeEvents());
  }
  return seen;
}

type Look = { readonly page: string; readonly width: number; readonly scheme: string };

async function look({ send, takeEvents }: Tab, { page, width, scheme }: Look): Promise<void> {
  await send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: width < 500 });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  await navigate({ send, takeEvents }, "about:blank");
  const began = performance.now();
  const seen = await navigate({ send, takeEvents }, pathToFileURL(page).href);
  const ms = performance.now() - began;
  const wide = Number(await evaluate(send, "String(document.documentElement.scrollWidth)"));
  seen.push(...takeEvents());
  await send("Runtime.evaluate", { expression: axe });
  const found = VIOLATIONS.parse(JSON.parse(await evaluate(send, AXE_RUN)));
  const count = (...names: readonly string[]): number => seen.filter((name) => names.includes(name)).length;
  const serious = found.filter(({ impact }) => impact === "serious" || impact === "critical");
  console.log(
    `${String(width).padStart(4)} ${scheme.padEnd(5)} opens in ${ms.toFixed(0)} ms; ` +
      `console ${count("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")}, ` +
      `requests ${count("Network.requestWillBeSent") - 1} besides itself, ${Math.max(0, wide - width)} pixels too wide; ` +
      `axe: ${serious.length} serious or critical, ${found.length - serious.length} lesser` +
      found.map(({ id, impact, nodes }) => `\n     ${impact}: ${id} (${nodes})`).join(""),
  );
}

async function evaluate(send: Tab["send"], expression: string): Promise<string> {
  return VALUE.parse(await send("Runtime.evaluate", { expression, awaitPromise: true })).result.value;
}

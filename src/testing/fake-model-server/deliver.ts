// Sends a true answer, or what a fault makes of it.
import type { ServerResponse } from "node:http";
import { setImmediate as breathe, setTimeout as sleep } from "node:timers/promises";

import type { ModelFault } from "./model-fault.ts";
import type { TrueAnswer } from "./true-answer.ts";

export async function deliver(
  response: ServerResponse,
  answer: TrueAnswer,
  fault: ModelFault | undefined,
): Promise<void> {
  if (fault?.kind === "silent") return;
  if (fault?.kind === "answer") {
    response.writeHead(fault.status, { ...answer.headers, ...fault.headers }).end(fault.body ?? "");
    return;
  }
  response.writeHead((fault?.kind === "endless" ? fault.status : undefined) ?? answer.status, answer.headers);
  response.flushHeaders();
  const bytes = Buffer.from(fault?.kind === "edit" ? fault.edit(answer.parts.join("")) : answer.parts.join(""));
  if (fault === undefined) return sendParts(response, answer.parts);
  if (fault.kind === "edit") return void response.end(bytes);
  if (fault.kind === "pieces") return sendPieces(response, bytes, fault);
  await write(response, bytes.subarray(0, fault.afterBytes));
  if (fault.kind === "cut") {
    await sleep(5); // why: what was written is to arrive before the line breaks
    response.destroy();
  }
  if (fault.kind === "endless") await sendWithoutEnd(response, fault);
}

/** Each part by itself, so that a stream arrives as one. */
async function sendParts(response: ServerResponse, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    if (response.destroyed) return;
    await write(response, Buffer.from(part));
    await breathe();
  }
  response.end();
}

type Pieces = Extract<ModelFault, { kind: "pieces" }>;

async function sendPieces(response: ServerResponse, all: Buffer, { bytes, pauseMs = 0 }: Pieces): Promise<void> {
  for (let from = 0; from < all.length && !response.destroyed; from += bytes) {
    await write(response, all.subarray(from, from + bytes));
    await (pauseMs === 0 ? breathe() : sleep(pauseMs));
  }
  response.end();
}

type Endless = Extract<ModelFault, { kind: "endless" }>;

async function sendWithoutEnd(response: ServerResponse, { text, pauseMs = 0 }: Endless): Promise<void> {
  const bytes = Buffer.from(text);
  while (!response.destroyed) {
    await write(response, bytes);
    await (pauseMs === 0 ? breathe() : sleep(pauseMs));
  }
}

/** Resolves when the bytes are on their way, or the line is closed. */
async function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  if (!response.destroyed) await new Promise<void>((resolve) => response.write(bytes, () => resolve()));
}

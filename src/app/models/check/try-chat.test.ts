import { expect, test } from "vitest";

import { systemRuntime } from "../../../core/runtime.ts";
import { createFakeChatModel } from "../../../testing/index.ts";
import type { Finding } from "./finding.ts";
import { tryChat } from "./try-chat.ts";

test("a model that replies, but makes no JSON, is weak at that and wrong at nothing", async () => {
  const findings: Finding[] = [];
  const model = createFakeChatModel({ reply: () => "ready", can: { tools: false, score: false, adapters: false } });
  const close = async (): Promise<void> => Promise.resolve();
  await tryChat(
    async () => ({
      ...model,
      generate: ({ json: _json, ...request }) => model.generate(request),
      [Symbol.asyncDispose]: close,
    }),
    {
      findings,
      runtime: systemRuntime(),
      signal: undefined,
    },
  );
  expect(findings.find(({ name }) => name === "reply")).toMatchObject({ status: "works" });
  expect(findings.find(({ name }) => name === "json")).toMatchObject({ status: "weak" });
  expect(findings.map(({ status }) => status)).not.toContain("wrong");
});

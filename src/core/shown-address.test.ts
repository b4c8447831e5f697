import { expect, test } from "vitest";

import { shownAddress } from "./shown-address.ts";

test.each([
  ["http://user:pass@host:8000/v1#m", "http://host:8000/v1#m"],
  [
    "openai-compatible:https://tok%40en@host/v1?api-version=1&api_key=abc#m@1",
    "openai-compatible:https://host/v1?api-version=1&api_key=…#m@1",
  ],
  ["ollama:qwen3:8b", "ollama:qwen3:8b"],
  ["http://host/a@b?x=1", "http://host/a@b?x=1"],
])("%s is shown as %s", (text, shown) => {
  expect(shownAddress(text)).toBe(shown);
});

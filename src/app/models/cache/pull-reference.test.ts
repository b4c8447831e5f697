import { expect, test } from "vitest";

import { isPullReference, parsePullReference, webFileName } from "./pull-reference.ts";

const PIN = "a".repeat(64);

test.each([
  ["hf:org/name", { repo: "org/name", revision: "main", file: undefined, name: "hf:org/name" }],
  ["hf:org/name:m.gguf", { file: "m.gguf", name: "hf:org/name:m.gguf" }],
  ["hf:org/name@main:sub/m.gguf", { file: "sub/m.gguf", name: "hf:org/name:sub/m.gguf" }],
  ["hf:org/name@refs/pr/3:m.gguf", { revision: "refs/pr/3", name: "hf:org/name@refs/pr/3:m.gguf" }],
  [`hf:org/name:m.gguf#sha256=${PIN.toUpperCase()}`, { sha256: PIN, name: "hf:org/name:m.gguf" }],
  ["https://huggingface.co/org/name", { repo: "org/name", revision: "main", file: undefined }],
  [
    "https://hf.co/org/name/blob/v1.0/a%20b/m.gguf?download=true",
    { repo: "org/name", revision: "v1.0", file: "a b/m.gguf" },
  ],
  ["https://huggingface.co/org/name/tree/main", { repo: "org/name", file: undefined }],
])("%s is of the hub", (text, expected) => {
  expect(isPullReference(text)).toBe(true);
  expect(parsePullReference(text)).toMatchObject({ kind: "hub", ...expected });
});

test("an address is kept as it is, but its name shows no query", () => {
  const reference = parsePullReference(`https://files.example.org/a/m.gguf?key=secret#sha256=${PIN}`);
  expect(reference).toMatchObject({
    kind: "web",
    address: "https://files.example.org/a/m.gguf?key=secret",
    sha256: PIN,
    name: expect.stringMatching(/^https:\/\/files\.example\.org\/a\/m\.gguf\?[0-9a-f]{8}$/u),
  });
  expect(reference.kind === "web" && webFileName(reference)).toBe("m.gguf");
});

test.each([
  "llama:./x.gguf",
  "hf:name",
  "hf:org/name/more",
  "hf:../name",
  "hf:org/..",
  "hf:org/name@../../x",
  "hf:org/name:../x",
  "hf:org/name:/etc/passwd",
  "hf:org/name:a\\b",
  "hf:org/nul",
  "hf:org/name#sha256=abc",
  `hf:org/name#sha256=${PIN}`,
  "hf:org/name:m.gguf#md5=1",
  "https://huggingface.co/",
  "https://",
])("%s is refused", (text) => {
  expect(() => parsePullReference(text)).toThrow(expect.objectContaining({ code: "input_invalid" }));
});

test.each([
  "https://example.org/",
  "https://example.org/a%2fb",
  "https://example.org/%2e%2e%2f",
  "https://example.org/nul",
])("%s names no file that can be kept", (address) => {
  const reference = parsePullReference(address);
  expect(() => reference.kind === "web" && webFileName(reference)).toThrow(
    expect.objectContaining({ code: "input_invalid" }),
  );
});

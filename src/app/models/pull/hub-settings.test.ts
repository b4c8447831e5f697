import { expect, test } from "vitest";

import { hubSettings } from "./hub-settings.ts";

const HF_TOKEN = "hf_secret";

test.each([
  [{ HF_TOKEN }, undefined, "https://huggingface.co", HF_TOKEN],
  [{ HF_TOKEN }, "https://huggingface.co/", "https://huggingface.co", HF_TOKEN],
  [{ HF_TOKEN: "" }, undefined, "https://huggingface.co", undefined],
  [{ HF_TOKEN, HF_ENDPOINT: "https://mirror.example.org/hf/" }, undefined, "https://mirror.example.org/hf", HF_TOKEN],
  [{ HF_TOKEN, HF_ENDPOINT: "http://127.0.0.1:8080" }, undefined, "http://127.0.0.1:8080", HF_TOKEN],
  [{ HF_TOKEN, HF_ENDPOINT: "http://mirror.example.org" }, undefined, "http://mirror.example.org", undefined],
  [{ HF_TOKEN }, "https://mirror.example.org", "https://mirror.example.org", undefined],
  [{ HF_TOKEN, HF_ENDPOINT: "" }, "https://mirror.example.org", "https://mirror.example.org", undefined],
  [{ HF_TOKEN, HF_ENDPOINT: "https://a.example.org" }, "https://b.example.org", "https://a.example.org", HF_TOKEN],
])("with %j and %s configured, %s is asked, with the token %s", (env, configured, endpoint, token) => {
  expect(hubSettings(env, configured)).toEqual({ endpoint, token });
});

test.each(["huggingface.co", "ftp://mirror.example.org", "https://user:key@mirror.example.org"])(
  "%s is no hub",
  (HF_ENDPOINT) => {
    expect(() => hubSettings({ HF_ENDPOINT }, undefined)).toThrow(expect.objectContaining({ code: "input_invalid" }));
  },
);

// A strict-JSON extractor: what is measured is form, not knowledge.
/** @type {import("schoolbook").ProjectConfig} */
export default {
  name: "Oatway Mill orders",
  sources: {
    docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] },
  },
  models: {
    // Any server that speaks OpenAI's dialect, such as one of llama.cpp, vLLM or Ollama on this machine.
    mine: { reference: "openai-compatible:http://127.0.0.1:8080/v1#mine", price: { input: 0, output: 0 } },
  },
};

// Text to SQL in a house style: the rows that a query gives are measured, and how it is written.
/** @type {import("schoolbook").ProjectConfig} */
export default {
  name: "Quayside Candles SQL",
  sources: {
    docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] },
  },
  models: {
    // Any server that speaks OpenAI's dialect, such as one of llama.cpp, vLLM or Ollama on this machine.
    mine: { reference: "openai-compatible:http://127.0.0.1:8080/v1#mine", price: { input: 0, output: 0 } },
  },
};

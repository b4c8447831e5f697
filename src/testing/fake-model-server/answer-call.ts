// What an OpenAI-like server would answer, worked out by the fake models.
import { SchoolbookError } from "../../core/errors.ts";
import { countFakeTokens } from "../fake-tokens.ts";
import { answerChat } from "./answer-chat.ts";
import type { FakeCall } from "./model-fault.ts";
import { asRecord, asTexts } from "./read-body.ts";
import { json, type ServedModels, type TrueAnswer } from "./true-answer.ts";

export async function answerCall(call: FakeCall, models: ServedModels): Promise<TrueAnswer> {
  try {
    return await route(call, models);
  } catch (error) {
    return explain(error);
  }
}

async function route({ path, body }: FakeCall, models: ServedModels): Promise<TrueAnswer> {
  if (path.endsWith("/models")) return json({ object: "list", data: [{ id: models.model, max_model_len: 4096 }] });
  if (path.endsWith("/chat/completions")) return answerChat(asRecord(body), models);
  if (path.endsWith("/embeddings")) return embed(asRecord(body), models);
  if (path.endsWith("/rerank")) return rank(path, asRecord(body), models);
  return json({ error: { message: `There is nothing at ${path}.` } }, 404);
}

type Body = Readonly<Record<string, unknown>>;

async function embed(body: Body, { embedder, model }: ServedModels): Promise<TrueAnswer> {
  checkModel(body, model);
  const texts = asTexts(body["input"]);
  const tooLong = texts.find((text) => countFakeTokens(text) > embedder.maxTokens);
  if (tooLong !== undefined)
    return json({ error: { message: "The input is too long.", code: "context_length_exceeded" } }, 400);
  const vectors = await embedder.embed(texts, "document");
  const data = vectors.map((vector, index) => ({
    object: "embedding",
    index,
    embedding: body["encoding_format"] === "base64" ? Buffer.from(vector.buffer).toString("base64") : [...vector],
  }));
  const tokens = texts.reduce((sum, text) => sum + Math.max(1, countFakeTokens(text)), 0);
  return json({ object: "list", data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } });
}

async function rank(path: string, body: Body, { reranker, model }: ServedModels): Promise<TrueAnswer> {
  const isTei = "texts" in body;
  if (!isTei) checkModel(body, model);
  const query = String(body["query"]);
  const texts = asTexts(isTei ? body["texts"] : body["documents"]);
  const ranked = await reranker.rank(query, texts, Number(body["top_n"] ?? body["top_k"] ?? texts.length));
  if (isTei) return json(ranked);
  const results = ranked.map(({ index, score }) => ({ index, relevance_score: score }));
  if ("top_k" in body) return json({ object: "list", data: results, usage: { total_tokens: 7 * texts.length } });
  return json({ results, ...(path.startsWith("/v2/") ? {} : { usage: { total_tokens: 7 * texts.length } }) });
}

function checkModel(body: Body, model: string): void {
  if (body["model"] === model) return;
  throw new SchoolbookError("not_found", `The model ${JSON.stringify(body["model"])} does not exist.`);
}

function explain(error: unknown): TrueAnswer {
  const code = error instanceof SchoolbookError ? error.code : "internal";
  const message = error instanceof Error ? error.message : String(error);
  if (code === "not_found") return json({ error: { message, code: "model_not_found" } }, 404);
  if (code === "input_invalid") return json({ error: { message, code: "context_length_exceeded" } }, 400);
  return json({ error: { message, code } }, 500);
}

// The engines that a project may name models of.
import { aiSdkEngine } from "./ai-sdk/engine.ts";
import type { Engine } from "./engine.ts";
import { llamaEngine } from "./llama/engine.ts";
import { onnxEngine } from "./onnx/engine.ts";
import { openaiCompatibleEngine } from "./openai-compatible/engine.ts";
import { STATIC_ENGINE } from "./static/engine.ts";

/** One line each; the order is that of lists for people. */
export const ENGINES: readonly Engine[] = [STATIC_ENGINE, llamaEngine, onnxEngine, openaiCompatibleEngine, aiSdkEngine];

// The engines that are installed when first needed.
import type { EngineRecipe } from "./installing/engine-recipe.ts";
import { LLAMA_RECIPE } from "./llama/recipe.ts";
import { ONNX_RECIPE } from "./onnx/recipe.ts";

export const RECIPES: readonly EngineRecipe[] = [LLAMA_RECIPE, ONNX_RECIPE];

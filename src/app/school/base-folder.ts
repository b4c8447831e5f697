// Where the weights of a base lie that adapters are trained on: nano in the box, or a folder in the layout of Hugging Face.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { NANO_FOLDER } from "../models/box/write-nano.ts";

/** `start` is where a relative path begins. */
export function baseFolder(base: string, start: string): string {
  if (base === "nano") return NANO_FOLDER;
  const folder = resolve(start, base);
  if (existsSync(join(folder, "config.json")) && existsSync(join(folder, "model.safetensors"))) return folder;
  throw new SchoolbookError("not_found", `${base} is no base that adapters can be trained on here.`, {
    hint: "Name `nano`, or a folder with config.json, model.safetensors, tokenizer.json and chat_template.jinja.",
  });
}

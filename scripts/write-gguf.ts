// Writes the GGUF file of a folder of weights: `node scripts/write-gguf.ts --model models/nano --format F16 --out nano.gguf`.
import { parseArgs } from "node:util";

import { convertToGguf } from "../src/weights/convert-to-gguf.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "models/nano" },
    format: { type: "string", default: "F16" },
    out: { type: "string", default: "nano.gguf" },
  },
});
const FORMATS = ["F32", "F16", "Q8_0"] as const;
const format = FORMATS.find((known) => known === values.format.toUpperCase());
if (format === undefined) throw new Error(`--format ${values.format}: it is one of ${FORMATS.join(", ")}.`);
await convertToGguf({ folder: values.model, out: values.out, format });
console.log(`${values.out} is written as ${format}.`);

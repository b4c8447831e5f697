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
const format = values.format.toUpperCase() === "Q8_0" ? "Q8_0" : "F16";
await convertToGguf({ folder: values.model, out: values.out, format });
console.log(`${values.out} is written as ${format}.`);

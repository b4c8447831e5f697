// Writes the strings of the tokenizer's parity check as JSON: `node bench/weights/write-strings.ts --out strings.json`.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { randomStrings } from "./random-strings.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "20" },
    count: { type: "string", default: "10000" },
    out: { type: "string", default: "strings.json" },
  },
});
writeFileSync(values.out, JSON.stringify(randomStrings(Number(values.seed), Number(values.count))));

import { defineConfig } from "vitest/config";

import { ClosingLineReporter } from "./test/closing-line.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "lab/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    reporters: ["default", new ClosingLineReporter()],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

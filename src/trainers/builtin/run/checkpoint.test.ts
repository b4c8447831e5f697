// A checkpoint that cannot be written leaves no room taken and the one before as it was.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { checkpointFile, readCheckpoint, type RunState, saveCheckpoint } from "./checkpoint.ts";

const STATE: RunState = {
  step: 2,
  values: Float32Array.of(1, 2),
  mean: Float32Array.of(0, 0),
  square: Float32Array.of(0, 1),
  losses: [3, 2],
  heldOut: { curve: [], best: undefined },
};

test("a checkpoint that cannot be written is said to be so, and nothing of it stays", async () => {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-checkpoint-"));
  try {
    mkdirSync(join(checkpointFile(folder), "in-the-way"), { recursive: true });
    await expect(saveCheckpoint({ folder, fingerprint: "a" }, STATE)).rejects.toMatchObject({
      code: "storage_readonly",
      message: expect.stringContaining(checkpointFile(folder)),
    });
    expect(readdirSync(folder)).toEqual(["checkpoint.safetensors"]);
    rmSync(checkpointFile(folder), { recursive: true });
    await saveCheckpoint({ folder, fingerprint: "a" }, STATE);
    expect(await readCheckpoint({ folder, fingerprint: "a" })).toEqual(STATE);
    await expect(readCheckpoint({ folder, fingerprint: "b" })).rejects.toThrow("other data or settings");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

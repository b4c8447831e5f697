// Disks that fill up while an exam runs: told as what they are, with everything kept that was there before.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { namespaceCommand, onSmallDisk } from "../crash/small-disk.ts";
import { examProject } from "./exam-project.ts";

const program = fileURLToPath(new URL("../../bin/schoolbook.mjs", import.meta.url));
const namespace = namespaceCommand();

test(
  "a run on a full disk says so, keeps what it has, and goes on once there is room",
  { timeout: 90_000 },
  async ({ skip }) => {
    skip(namespace === undefined, "mounting a small disk is not permitted here");
    using place = await examProject();
    const disk = join(place.folder, ".schoolbook", "exams");
    mkdirSync(disk);
    const run = `"$NODE" "${program}" exam run --arms quoting --run full --json`;
    const script = [
      `cd "$DISK/../.."`,
      `dd if=/dev/zero of="$DISK/filler" bs=4096 2>/dev/null || true`,
      `set +e; ${run} >/dev/null 2>"$DISK/../said"; echo "rc $?"; cat "$DISK/../said"`,
      `rm "$DISK/filler"; ${run}`,
    ].join("; ");
    const out = await onSmallDisk({ namespace, folder: disk, megabytes: 1, script });
    expect(out).toContain("rc 8");
    expect(out).toContain("The disk is full: ");
    expect(out).not.toContain("permissions");
    expect(out).toMatch(/"failed": ?0/u);
  },
);

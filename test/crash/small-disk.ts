// Runs a command on a small memory disk of its own, in a mount namespace that ends with it, where the machine permits that.
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** How to get a private mount namespace here: as root, or in a user namespace; undefined where neither is permitted. */
export function namespaceCommand(): readonly string[] | undefined {
  for (const command of [
    ["unshare", "--mount"],
    ["unshare", "--map-root-user", "--mount"],
  ]) {
    if (isPermitted(command)) return command;
  }
  return undefined;
}

function isPermitted([program = "", ...flags]: readonly string[]): boolean {
  try {
    execFileSync(program, [...flags, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { stdio: "ignore" });
    return true;
  } catch {
    // Not permitted, or no such program: the next way is tried.
    return false;
  }
}

export type DiskRun = {
  /** From `namespaceCommand`. */
  readonly namespace: readonly string[] | undefined;
  readonly folder: string;
  readonly megabytes: number;
  /** Shell commands; $NODE is this Node, $DISK the folder. */
  readonly script: string;
};

/** What the script wrote to its standard output. */
export async function onSmallDisk({ namespace, folder, megabytes, script }: DiskRun): Promise<string> {
  const [program = "false", ...flags] = namespace ?? [];
  const lines = `set -e; mount -t tmpfs -o size=${megabytes}m tmpfs "$DISK"; ${script}`;
  const env = { ...process.env, NODE: process.execPath, DISK: folder };
  const { stdout } = await run(program, [...flags, "sh", "-c", lines], { env, timeout: 60_000 });
  return stdout;
}

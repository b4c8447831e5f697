// A command line without a terminal that keeps what is printed, for documentation.
import type { CommandLineIo } from "../src/cli/io.ts";
import { systemRuntime } from "../src/core/runtime.ts";

export function recordingIo(
  cwd: string,
  env: CommandLineIo["env"] = {},
): { readonly io: CommandLineIo; readonly printed: () => string } {
  let text = "";
  const io: CommandLineIo = {
    stdout: { write: (more) => void (text += more), isTTY: false, columns: 100 },
    stderr: { write: () => undefined, isTTY: false, columns: 100 },
    ask: undefined,
    env,
    cwd,
    script: undefined,
    runtime: systemRuntime({ env: {} }),
    onInterrupt: () => ({ [Symbol.dispose]: () => undefined }),
    exitNow: () => undefined,
  };
  return { io, printed: () => text };
}

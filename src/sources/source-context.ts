// What every source is given besides its own options.
import type { Runtime } from "../core/runtime.ts";

export type SourceContext = {
  /** The name under which the project configures the source; every id begins with it. */
  readonly name: string;
  /** Absolute; relative paths in options start here. */
  readonly projectFolder: string;
  readonly runtime: Runtime;
  /** True forbids every request that leaves the machine. */
  readonly offline: boolean;
  /** Whether a parser exists for a file of this name; absent: every file is listed where no `include` says otherwise. */
  readonly isReadable?: (fileName: string) => boolean;
};

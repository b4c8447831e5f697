// What it takes to install an engine that the base package does not bring: exact packages, locked with their checksums.

/** A lock file in npm's form; `packages` maps places in node_modules to versions and checksums. */
export type PackageLock = {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

export type LockedPackage = {
  readonly version?: string;
  readonly integrity?: string;
  readonly [field: string]: unknown;
};

export type EngineRecipe = {
  readonly name: string;
  readonly version: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** The packages that a machine needs, by exact version; undefined where there are none for it. */
  readonly packagesFor: (machine: Machine) => Readonly<Record<string, string>> | undefined;
  /** Covers every package of `packagesFor`; what a machine does not need is left out when installing. */
  readonly lock: () => PackageLock;
  /** What of the packages is of no use on a machine: paths under node_modules, deleted once installed. */
  readonly drops?: (machine: Machine) => readonly string[];
  /** About how much it adds to the disk. */
  readonly bytes: number;
  /** Files under node_modules without which it cannot start; the last one is loaded once as a trial. */
  readonly needs: (machine: Machine) => readonly string[];
};

export type Machine = { readonly platform: string; readonly arch: string };

export const THIS_MACHINE: Machine = { platform: process.platform, arch: process.arch };

/** `linux-x64` */
export function machineName({ platform, arch }: Machine): string {
  return `${platform}-${arch}`;
}

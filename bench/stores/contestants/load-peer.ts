// Loads a peer from bench/peers/node_modules, where it is installed on its own.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const PEERS = new URL("../../peers/package.json", import.meta.url);

export async function loadPeer<Module>(name: string): Promise<Module> {
  const file = createRequire(PEERS).resolve(name);
  // why: peers are not installed with Schoolbook, so each contestant declares the part of its peer that it uses.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (await import(pathToFileURL(file).href)) as Module;
}

/** Whether the peers have been installed. */
export function hasPeers(): boolean {
  try {
    createRequire(PEERS).resolve("@lancedb/lancedb");
    return true;
  } catch {
    // Not installed: only our own store is measured.
    return false;
  }
}

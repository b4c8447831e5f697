// Puts downloaded files into an adapter's folder: all that an adapter needs, or none.
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { lie, type Provider } from "./call-provider.ts";

const NEEDED = ["adapter_config.json", "adapter_model.safetensors"] as const;

/** Only what belongs to an adapter is kept, by its bare name: a provider's file names reach no other folder. */
export function keepAdapter(provider: Provider, files: ReadonlyMap<string, Uint8Array>, folder: string): void {
  const byName = new Map([...files].map(([name, bytes]) => [basename(name.replaceAll("\\", "/")), bytes]));
  const missing = NEEDED.filter((name) => (byName.get(name)?.length ?? 0) === 0);
  if (missing.length > 0) throw lie(provider, `gave an adapter without ${missing.join(" and ")}`);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  for (const name of NEEDED) writeFileSync(join(part, name), byName.get(name) ?? new Uint8Array());
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
}

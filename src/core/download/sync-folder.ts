// Makes a new name in a folder last through a power cut.
import { open } from "node:fs/promises";

export async function syncFolder(folder: string): Promise<void> {
  // why: Windows neither opens folders nor needs to.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

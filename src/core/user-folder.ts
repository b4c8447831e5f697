// Where things lie that all of a user's projects share: models and optional engines.
import { homedir } from "node:os";
import { join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** SCHOOLBOOK_HOME, or the place that the platform keeps for a program's data. */
export function userFolder(env: Environment, platform: string = process.platform): string {
  const chosen = env["SCHOOLBOOK_HOME"] ?? "";
  if (chosen !== "") return resolve(chosen);
  return join(dataFolder(env, platform), "schoolbook");
}

function dataFolder(env: Environment, platform: string): string {
  const home = (platform === "win32" ? env["USERPROFILE"] : env["HOME"]) ?? homedir();
  if (platform === "win32") return env["LOCALAPPDATA"] ?? join(home, "AppData", "Local");
  if (platform === "darwin") return join(home, "Library", "Application Support");
  const data = env["XDG_DATA_HOME"] ?? "";
  // why: the XDG rules say that a relative path there is to be ignored.
  return data.startsWith("/") ? data : join(home, ".local", "share");
}

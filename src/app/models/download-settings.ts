// How a project, or the lack of one, wants models to be fetched.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { type LoadOptions, loadProject } from "../config/load-project.ts";
import { type HubSettings, hubSettings } from "./pull/hub-settings.ts";

export type DownloadSettings = {
  readonly hub: HubSettings;
  /** Above so many bytes somebody has to agree first. */
  readonly askAboveBytes: number;
};

/** Models are the user's, not a project's, so they can be fetched outside of any project. */
export async function downloadSettings(
  options: Omit<LoadOptions, "env">,
  env: Runtime["env"],
): Promise<DownloadSettings> {
  const { hub, askAboveMb } = await configured(options, env);
  return { hub: hubSettings(env, hub), askAboveBytes: askAboveMb * 1e6 };
}

async function configured(options: Omit<LoadOptions, "env">, env: Runtime["env"]) {
  try {
    return (await loadProject({ ...options, env })).config.downloads;
  } catch (error) {
    const isElsewhere =
      error instanceof SchoolbookError && error.code === "config_missing" && options.folder === undefined;
    if (isElsewhere) return (await loadProject({ ...options, config: {}, env })).config.downloads;
    throw error;
  }
}

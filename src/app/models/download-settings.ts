// How a project, or the lack of one, wants models to be fetched.
import type { Runtime } from "../../core/runtime.ts";
import { type LoadOptions, loadProjectOrDefaults } from "../config/load-project.ts";
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
  const { config } = await loadProjectOrDefaults({ ...options, env });
  const { hub, askAboveMb } = config.downloads;
  return { hub: hubSettings(env, hub), askAboveBytes: askAboveMb * 1e6 };
}

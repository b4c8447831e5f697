// Gives a config file completion and type checking in the editor.
import type { ProjectConfig } from "./config-schema.ts";

/** Returns the configuration as it is; the editor then knows every setting. */
export function defineConfig(config: ProjectConfig): ProjectConfig {
  return config;
}

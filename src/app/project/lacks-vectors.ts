// Whether a library from before it was to have vectors is still searched by words alone.
import type { ProjectContext } from "./project-context.ts";

export async function lacksVectors({ library, project }: ProjectContext): Promise<boolean> {
  if (project.config.embedder === null || !library.exists()) return false;
  const generations = await (await library.forReading()).generations();
  return generations.some(({ state, embedder }) => state === "active" && embedder === null);
}

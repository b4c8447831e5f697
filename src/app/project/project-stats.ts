// Numbers about a library for whoever runs it.
import type { StoreStats } from "../../spec/store.ts";
import type { ProjectContext } from "./project-context.ts";

export type ProjectStats = StoreStats & {
  readonly name: string;
  readonly path: string;
  /** Documents that no principal may read. */
  readonly closed: number;
  /** How many documents each principal may read by its own name. */
  readonly readable: Readonly<Record<string, number>>;
};

export async function projectStats({ library, project }: ProjectContext): Promise<ProjectStats> {
  const store = await library.forReading();
  const readable: Record<string, number> = {};
  let closed = 0;
  for (const { acl } of (await store.manifest()).values()) {
    if (acl.length === 0) closed += 1;
    for (const principal of acl) readable[principal] = (readable[principal] ?? 0) + 1;
  }
  return { ...(await store.stats()), name: project.name, path: library.path, closed, readable };
}

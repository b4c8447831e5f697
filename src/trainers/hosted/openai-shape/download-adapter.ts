// Fetches the files of a job's last checkpoint, where the provider gives them away.
import { z } from "zod";

import { callProvider, fetchBytes, lie, type Provider } from "../call-provider.ts";
import { keepAdapter } from "../keep-adapter.ts";
import { CHECKPOINTS, FILE } from "./wire.ts";

export type Download = {
  readonly provider: Provider;
  readonly jobId: string;
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
};

const NAMED = FILE.extend({ filename: z.string() });

export async function downloadAdapter({ provider, jobId, folder, signal }: Download): Promise<void> {
  const path = `fine_tuning/jobs/${encodeURIComponent(jobId)}/checkpoints`;
  const { data } = await callProvider(provider, { path, signal }, CHECKPOINTS);
  const last = data.toSorted((a, b) => (a.step_number ?? 0) - (b.step_number ?? 0)).at(-1);
  const ids = last?.result_files ?? [];
  if (ids.length === 0) throw lie(provider, `lists no files for job ${jobId}`);
  const files = new Map<string, Uint8Array>();
  for (const id of ids) {
    const { filename } = await callProvider(provider, { path: `files/${encodeURIComponent(id)}`, signal }, NAMED);
    files.set(filename, await fetchBytes(provider, { path: `files/${encodeURIComponent(id)}/content`, signal }));
  }
  keepAdapter(provider, files, folder);
}

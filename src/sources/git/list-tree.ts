// The files of a commit, as git keeps them.
import { readGit, readGitParts, type Repository } from "./run-git.ts";

export type TreeEntry = {
  readonly kind: "file" | "submodule";
  readonly blob: string;
  /** Bytes, since git does not say how names are encoded. */
  readonly path: Buffer;
};

export type Commit = {
  readonly id: string;
  readonly committedAt: number;
};

/** The commit that a revision means now. */
export async function resolveCommit(repository: Repository, revision: string, signal?: AbortSignal): Promise<Commit> {
  const id = (await readGit(repository, ["rev-parse", "--verify", `${revision}^{commit}`], signal)).toString().trim();
  const object = (await readGit(repository, ["cat-file", "commit", id], signal)).toString();
  const seconds = /^committer .* (\d+) [+-]\d{4}$/mu.exec(object)?.[1];
  return { id, committedAt: Number(seconds ?? 0) * 1000 };
}

/** Files and submodules below a folder of the commit; symbolic links are passed by. */
export async function* listTree(
  repository: Repository,
  { commit, folder }: { readonly commit: string; readonly folder: string | undefined },
  signal?: AbortSignal,
): AsyncGenerator<TreeEntry> {
  const tree = folder === undefined ? commit : `${commit}:${folder}`;
  for await (const line of readGitParts(repository, ["ls-tree", "-r", "-z", "--full-tree", tree], signal)) {
    const tab = line.indexOf(0x09);
    const [mode, type, blob = ""] = line.subarray(0, tab).toString("latin1").split(" ");
    const path = line.subarray(tab + 1);
    if (type === "commit") yield { kind: "submodule", blob, path };
    else if (mode !== "120000") yield { kind: "file", blob, path };
  }
}

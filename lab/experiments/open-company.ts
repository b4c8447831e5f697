// A company of the world as a project of the product: its documents in a folder, a library over them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Answer, openProject, type Project } from "../../src/index.ts";
import type { Company, CompanyQuestion } from "../world/company/company.ts";
import { createCompany } from "../world/create-company.ts";
import { writeCompany } from "../world/write-company.ts";

export type OpenCompany = AsyncDisposable & {
  readonly company: Company;
  readonly project: Project;
  /** Writes a document's new text; the library learns of it at its next sync. */
  write(documentId: string, text: string): void;
};

export async function openCompany(seed: string, { model = "nano" } = {}): Promise<OpenCompany> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-lab-"));
  const company = createCompany({ seed, split: "exam", size: 1 });
  writeCompany(company, folder);
  const config = { sources: { docs: { kind: "folder", path: "documents" } }, model } as const;
  const project = await openProject({ folder, config });
  await project.sync();
  return {
    company,
    project,
    write: (documentId, text) => {
      writeFileSync(join(folder, "documents", documentId), text);
    },
    [Symbol.asyncDispose]: async () => {
      await project[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Somebody who may read everything that the question needs. */
export function clearedFor({ acls }: CompanyQuestion): readonly string[] {
  return [...new Set(acls.flatMap(([first]) => first ?? []))];
}

export async function ask(project: Project, question: string, as: readonly string[]): Promise<Answer> {
  for await (const event of project.ask(question, { as })) {
    if (event.kind === "finish") return event.answer;
  }
  throw new Error(`"${question}": the answer did not come to an end.`);
}

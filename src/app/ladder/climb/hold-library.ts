// Holds a climb to the library that it was registered with: what was asked before a change and after it are not one measurement.
import { existsSync } from "node:fs";

import { SchoolbookError } from "../../../core/errors.ts";
import { readRegistration } from "../../../ladder/registration/keep-registration.ts";
import type { Project } from "../../project/project.ts";
import type { ClimbFolder } from "./climb-folder.ts";
import type { ClimbOptions } from "./climb-options.ts";

type Held = Pick<ClimbOptions, "as" | "name">;

/** The digest of the library as it is now; throws where the climb was registered with another one. */
export async function holdLibrary(
  project: Pick<Project, "libraryDigest">,
  { as, name }: Held,
  { registration }: Pick<ClimbFolder, "registration">,
): Promise<string | undefined> {
  const now = await project.libraryDigest({ as });
  if (!existsSync(registration)) return now;
  const { library } = readRegistration(registration).registration.inputs;
  if (library === now) return now;
  throw new SchoolbookError("registration_changed", whatChanged(library, now, name), {
    hint: `Climb under another name, such as --name ${name}-2: answers that read no documents are taken from this climb. Or bring the documents back to what they were, \`schoolbook library sync\`, and go on.`,
    details: { library: library ?? null, now: now ?? null },
  });
}

function whatChanged(library: string | undefined, now: string | undefined, name: string): string {
  if (library === undefined) return `There was no library when the climb ${name} was registered, and now there is one.`;
  if (now === undefined) return `The library that the climb ${name} was registered with is gone.`;
  const hashes = `${library.slice(0, 8)} then, ${now.slice(0, 8)} now`;
  return `The library has changed since the climb ${name} was registered (${hashes}): documents, who may read them, or how they are cut and embedded.`;
}

// What is in use, as far as somebody may be told: a prompt with worked examples and figures of a climb are not for everybody.
import { WITHHELD } from "../../exam/report/withhold.ts";
import type { Principals } from "../../spec/access.ts";
import { readDocuments } from "../exam/library-now.ts";
import { isToldTo } from "../ladder/climb/example-access.ts";
import type { Project } from "../project/project.ts";
import type { Served, Serving } from "./serving-file.ts";

type Told = Pick<Project, "document" | "principalsOf">;

export async function toldServing(project: Told, { current, before }: Serving, as: Principals): Promise<Serving> {
  const earlier: (Served | null)[] = [];
  for (const served of before) earlier.push(await toldServed(project, served, as));
  return { current: await toldServed(project, current, as), before: earlier };
}

async function toldServed(project: Told, served: Served | null, as: Principals): Promise<Served | null> {
  if (served === null) return null;
  const { examples, madeFor, template, unproven, ...rest } = served;
  const reader = project.principalsOf(as);
  if (examples !== undefined && madeFor !== undefined && madeFor.every((one) => reader.includes(one))) {
    const { read } = await readDocuments(project, examples.sources, as);
    if (isToldTo(examples, reader, (id) => read(id) !== undefined)) return served;
  }
  return {
    ...rest,
    template: { ...template, text: WITHHELD },
    ...(unproven === undefined ? {} : { unproven: WITHHELD }),
  };
}

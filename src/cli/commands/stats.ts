// `schoolbook library stats`: what the library holds.
import type { Command } from "commander";

import type { Project } from "../../app/project/project.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { bytes, count, plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function addStats(parent: Command, session: Session): void {
  parent
    .command("stats")
    .description("Count what the library holds, for whoever runs it: all of it, whatever --as says")
    .addHelpText("after", examples("schoolbook library stats", "schoolbook library stats --json | jq .documents"))
    .action(
      session.action(NO_FLAGS, async ({ openProject, printer }) => {
        await using project = await openProject();
        const stats = await project.stats();
        printer.result(stats, () => statsLines(stats, printer));
      }),
    );
}

type Stats = Awaited<ReturnType<Project["stats"]>>;

function statsLines(stats: Stats, { palette }: Printer): readonly Styled[] {
  const { bold, dim, yellow } = palette;
  const sources = Object.entries(stats.sources).map(([name, documents]) => [`  ${name}`, count(documents)]);
  const readable = Object.entries(stats.readable).toSorted(([, one], [, other]) => other - one);
  return [
    line`${bold(stats.name)}  ${dim(stats.path)}`,
    ...table(
      [
        ["documents", count(stats.documents)],
        ...sources,
        ["passages", count(stats.passages)],
        ["terms", count(stats.terms)],
        ["vectors", count(stats.vectors)],
        ["size", bytes(stats.bytes)],
      ],
      ["left", "right"],
    ),
    line`${bold("readable by")}`,
    ...table([
      ...readable.slice(0, 20).map(([principal, documents]) => [`  ${principal}`, plural(documents, "document")]),
      ...(stats.closed > 0 ? [[line`  ${yellow("nobody")}`, plural(stats.closed, "document")]] : []),
    ]),
    ...(readable.length > 20 ? [line`  … and ${count(readable.length - 20)} more; --json lists all`] : []),
    line`${bold("generations")}`,
    ...table(
      stats.generations.map(({ id, state, chunker, analyzer, embedder }) => [
        `  ${id}`,
        state,
        dim(`${chunker} · ${analyzer} · ${embedder ?? "words only"}`),
      ]),
    ),
  ];
}

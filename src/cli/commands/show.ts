// `schoolbook library show`: one document as the library holds it.
import type { Command } from "commander";

import type { Document } from "../../app/project/project.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { table } from "../terminal/layout.ts";
import { block, line, type Styled } from "../terminal/styled.ts";

export function addShow(parent: Command, session: Session): void {
  parent
    .command("show")
    .description("Show a document as the library holds it")
    .argument("<document>", "its id (docs:guide.md) or its path or address")
    .addHelpText(
      "after",
      examples("schoolbook library show docs:guide.md", "schoolbook library show docs/guide.md --as user:ann"),
    )
    .action(
      session.action(NO_FLAGS, async ({ openProject, printer, options }, { args: [name = ""] }) => {
        await using project = await openProject();
        const document = await project.document(name, { as: options.as });
        if (document === undefined) throw unseen(name, options.as);
        printer.result(document, () => documentLines(document, printer));
      }),
    );
}

function unseen(name: string, as: readonly string[]): SchoolbookError {
  const message = `There is no document ${JSON.stringify(name)} that ${as.join(", ")} may read.`;
  return new SchoolbookError("not_found", message, { details: { document: name, as } });
}

function documentLines(document: Document, { palette }: Printer): readonly Styled[] {
  const { bold, dim } = palette;
  const facts: [string, string][] = [
    ["id", document.id],
    ["uri", document.uri],
    ["may read", document.acl.join(", ")],
    ["format", `${document.format}, read by ${document.parser}`],
    ["modified" in document.metadata ? "file modified" : "modified", new Date(document.modifiedAt).toISOString()],
    ...Object.entries(document.metadata).map(([name, value]): [string, string] => [name, String(value)]),
  ];
  return [
    line`${bold(document.title)}`,
    ...table(facts.map(([name, value]) => [dim(name), value])),
    line``,
    block(document.text.replace(/\n+$/u, "")),
  ];
}

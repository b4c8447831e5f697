// `schoolbook library search`: the passages that a question finds, and with --explain why.
import type { Command } from "commander";
import { z } from "zod";

import type { SearchResult } from "../../app/project/project.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { examples, limitFlag, manyFlag } from "../flags.ts";
import { collect } from "../global-options.ts";
import { noteOutdated } from "../reports/access-text.ts";
import { excerptStart } from "../reports/excerpt.ts";
import { explainLines } from "../reports/explain-search.ts";
import { noteMissingVectors } from "../reports/missing-vectors.ts";
import { type LookedFor, nearestInMeaningLines, nothingFoundLines } from "../reports/nothing-found.ts";
import { hitLines } from "../reports/search-hits.ts";
import type { Session } from "../session.ts";

const FLAGS = z.strictObject({
  limit: limitFlag,
  where: manyFlag,
  explain: z.boolean().default(false),
});

export function addSearch(parent: Command, session: Session): void {
  parent
    .command("search")
    .description("Find the passages that answer best")
    .argument("<query...>", "what to look for")
    .option("-l, --limit <count>", "how many passages (default: retrieval.limit of the configuration)")
    .option("-w, --where <condition>", "only documents with this metadata; repeatable, all must hold", collect)
    .option("--explain", "show both searches' ranks and scores, the filter and the timings")
    .addHelpText(
      "after",
      `\nA condition is field=value, field=one,two, field!=value, field>=value, field<=value, field (is there) or\n!field (is not). \`schoolbook library show\` prints the metadata of a document.\n${examples(
        'schoolbook library search "reset password"',
        'schoolbook library search refund --as user:ann --where "status=closed" --where "year>=2025"',
        "schoolbook library search E4012 --explain",
      )}`,
    )
    .action(
      session.action(FLAGS, async (context, { args, flags }) => {
        const { printer, options, signal } = context;
        const query = args.join(" ");
        if (query.trim() === "") throw new SchoolbookError("usage", "A search needs words to look for.");
        await using project = await context.openProject();
        const limit = flags.limit === undefined ? {} : { limit: flags.limit };
        await noteOutdated(project, printer);
        const reader = { as: options.as, signal };
        const result = await project.search(query, { ...reader, ...limit, where: flags.where });
        const places = await Promise.all(
          result.hits.map(async ({ passage }) => {
            const start = passage.start + excerptStart(passage.text, result.terms);
            return project.placeOf(passage.documentId, start, reader);
          }),
        );
        const principals = project.principalsOf(options.as);
        const hits = result.hits.map((hit, index) => ({ ...hit, place: places[index] }));
        await noteMissingVectors(project, printer);
        printer.result({ query, principals, where: flags.where, ...result, hits }, () => [
          ...(hits.length === 0
            ? nothingFoundLines(lookedFor(result, flags.where), options.as, printer)
            : [...nearestInMeaningLines(hits, printer), ...hitLines(result, hits, printer)]),
          ...(flags.explain ? explainLines(result, { principals, where: flags.where }, printer) : []),
        ]);
      }),
    );
}

/** A condition on metadata narrows what was searched in, and then the count says nothing about access. */
function lookedFor({ terms, visible }: Pick<SearchResult, "terms" | "visible">, where: readonly string[]): LookedFor {
  return { terms, where, ...(where.length === 0 ? { visible } : {}) };
}

// C2: re-indexing costs what changed, not what exists.
import { type Experiment, type Measured, size } from "./experiment.ts";
import { openPages } from "./open-pages.ts";

export const C2: Experiment = {
  id: "C2",
  claim: "Re-indexing costs what changed, not what exists.",
  source: "Common advice for RAG; no figure is given with it.",
  hypothesis:
    "One edited page of N embeds the same few passages at every N, and its sync takes less than a tenth of the first one's time at the largest.",
  seed: "c2",
  sizes: { whole: { small: 100, middle: 1000, large: 10_000 }, quick: { small: 50, middle: 200, large: 1000 } },
  run: async (lab, sizes) => {
    const measured: Measured[] = [];
    const embedded: number[] = [];
    let share = 1;
    for (const name of ["small", "middle", "large"]) {
      const pages = size(sizes, name);
      lab.note(`${pages} pages`);
      await using opened = await openPages(pages, "c2");
      const first = await opened.project.sync();
      opened.edit(Math.floor(pages / 2), "The lamp in the hall is switched off at 21:40.");
      const second = await opened.project.sync();
      const count = second.sources.reduce((sum, { passagesEmbedded }) => sum + passagesEmbedded, 0);
      embedded.push(count);
      share = second.durationMs / first.durationMs;
      measured.push(
        { what: `passages embedded after one edit in ${pages} pages`, value: count, unit: "count", of: pages },
        { what: `first sync of ${pages} pages`, value: first.durationMs / 1000, unit: "seconds", of: pages },
        { what: `sync after one edit in ${pages} pages`, value: second.durationMs / 1000, unit: "seconds", of: pages },
      );
    }
    return {
      measured,
      findings: [
        {
          expected: "as many passages embedded at every size, and no more than three",
          holds: new Set(embedded).size === 1 && (embedded[0] ?? 9) <= 3 ? "yes" : "no",
        },
        {
          expected: "at the largest size, less than a tenth of the first sync's time",
          holds: share < 0.1 ? "yes" : lab.isQuick ? "open" : "no",
        },
      ],
      discussion:
        "What is embedded does not grow with the library. The time does, a little: a sync looks at every file's date and size to learn which one changed; `library watch` is told.",
    };
  },
};

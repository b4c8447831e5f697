// The library in five lines: sync the handbook, ask it as somebody, print the answer as it comes.
import { openProject } from "../../src/index.ts";

await using project = await openProject({ folder: import.meta.dirname });
await project.sync();
for await (const event of project.ask("What does error E42 mean?", { as: ["public"] })) {
  if (event.kind === "text-delta") process.stdout.write(event.text);
  if (event.kind === "citation") process.stdout.write(` (${event.citation.uri})`);
}

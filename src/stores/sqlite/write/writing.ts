// All that changes a library, loaded when something is written for the first time: who only asks starts sooner.
export { repairLibrary } from "../audit/repair-library.ts";
export { activateGeneration, createGeneration, dropGeneration } from "../generations.ts";
export { applyChange } from "./commit.ts";
export { dropDead } from "./drop-dead.ts";
export { fillFreePages, releaseFreePages } from "./wipe-free-pages.ts";
export { writeWith } from "./write-context.ts";

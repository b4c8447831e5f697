// A docs bot: the documentation of a made-up program, for everybody.
/** @type {import("schoolbook").ProjectConfig} */
export default {
  name: "Tidemark documentation",
  sources: {
    docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] },
  },
};

// The example project that `schoolbook demo` builds: a small company's handbook and its support tickets.
/** @type {import("schoolbook").ProjectConfig} */
export default {
  name: "Quillmark Weather handbook",
  sources: {
    handbook: {
      kind: "folder",
      path: "handbook",
      // The first rule that matches decides. people/pay-bands.md narrows its own access in its front matter.
      access: [
        { path: "{support,products}/**", allow: ["public"] },
        { path: "**", allow: ["group:staff"] },
      ],
    },
    tickets: {
      kind: "rows",
      path: "tickets.csv",
      key: "key",
      title: "subject",
      text: ["text"],
      time: "opened",
      metadata: { status: "text", product: "text" },
      // Each ticket says itself who may read it.
      acl: "acl",
    },
  },
  people: {
    "user:ann": ["group:support"],
    "user:mia": ["group:people-team"],
    "group:support": ["group:staff"],
    "group:sales": ["group:staff"],
    "group:people-team": ["group:staff"],
  },
};

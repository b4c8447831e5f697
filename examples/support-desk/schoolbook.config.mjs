// A support desk: customers read the FAQ, the desk reads its runbooks too, and each ticket says itself who may read it.
/** @type {import("schoolbook").ProjectConfig} */
export default {
  name: "Larkfield Ferries support",
  sources: {
    faq: { kind: "folder", path: "faq", access: [{ path: "**", allow: ["public"] }] },
    runbooks: { kind: "folder", path: "runbooks", access: [{ path: "**", allow: ["group:desk"] }] },
    tickets: {
      kind: "rows",
      path: "tickets.csv",
      key: "id",
      title: "subject",
      text: ["text"],
      time: "opened",
      metadata: { status: "text" },
      acl: "acl",
    },
  },
  people: {
    "user:ida": ["group:desk"],
    "user:omar": ["group:desk", "group:leads"],
  },
};

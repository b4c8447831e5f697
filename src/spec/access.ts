// Who may read what: documents carry an access list, every read names the principals it is made for.

/** `public`, `user:ann`, `group:support`: opaque strings compared exactly. */
export type Principal = string;

/** Who is asking. Never defaulted: each call that reads has to say it, and an empty list sees nothing. */
export type Principals = readonly Principal[];

/** Who may read a document: any one principal in common suffices. An empty list is nobody. */
export type Acl = readonly Principal[];

import { expect, test } from "vitest";

import { takeFrontMatter } from "./front-matter.ts";

test.each([
  "\n---\nacl: group:hr\n---\n# Pay\n",
  " ---\nacl: group:hr\n---\n# Pay\n",
  "---yaml\ntitle: Pay\nacl: [group:hr]\n---\n# Pay\n",
  "----\nacl: group:hr\n----\n# Pay\n",
  '+++\nacl = ["group:hr"]\n\n# Pay\n',
  '+++ \nacl = ["group:hr"]\n+++\n# Pay\n',
  ';;;\n{"acl": ["group:hr"]}\n;;;\n# Pay\n',
])("what is meant as front matter and mentions access opens the page to nobody: %j", (text) => {
  const { acl, body, warnings } = takeFrontMatter(text);
  expect(acl).toEqual([]);
  expect(body).toContain("# Pay");
  expect(warnings).toEqual([expect.stringContaining("nobody may read this document")]);
});

test.each(["\n---\n\nThe acl is kept elsewhere.\n", "# Routers\n\n---\nacl: permit any\n", "+++\nplus\n"])(
  "text that only looks a little like it says nothing about access: %j",
  (text) => expect(takeFrontMatter(text)).toEqual({ body: text, metadata: {}, warnings: [] }),
);

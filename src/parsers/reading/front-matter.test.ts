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
  const { access, body, warnings } = takeFrontMatter(text);
  expect(access).toEqual({ acl: [], aclIsBroken: true });
  expect(body).toContain("# Pay");
  expect(warnings).toEqual([expect.stringContaining("nobody may read this document")]);
});

test.each(["\n---\n\nThe acl is kept elsewhere.\n", "# Routers\n\n---\nacl: permit any\n", "+++\nplus\n"])(
  "text that only looks a little like it says nothing about access: %j",
  (text) => expect(takeFrontMatter(text)).toEqual({ body: text, metadata: {}, access: {}, warnings: [] }),
);

test.each(["access: [group:hr]", "access: group:hr", "Access: [public, user:ann]"])(
  "a list of readers under another name than acl opens the page to nobody: %j",
  (line) => {
    const { access, warnings } = takeFrontMatter(`---\n${line}\n---\n# Pay\n`);
    expect(access).toEqual({ acl: [], aclIsBroken: true });
    expect(warnings).toEqual([expect.stringContaining('said by "acl"')]);
  },
);

test("access as an ordinary word of metadata says nothing, and acl has the last word", () => {
  expect(takeFrontMatter("---\naccess: by the back door\n---\n# Yard\n").access).toEqual({});
  expect(takeFrontMatter("---\naccess: [group:hr]\nacl: [public]\n---\n# Yard\n").access).toEqual({ acl: ["public"] });
});

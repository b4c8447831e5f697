import { expect, test } from "vitest";

import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { htmlParser } from "./parser.ts";

async function accessIn(page: string) {
  const { acl, aclIsBroken, warnings } = await htmlParser.parse({
    bytes: Buffer.from(page),
    fileName: "page.html",
    limits: DEFAULT_LIMITS,
  });
  return { acl, aclIsBroken, warnings };
}

const HR = '<meta name="acl" content="group:hr">';

test.each([
  ["one name", `<html><head><title>Pay</title>${HR}</head><body><p>Words`, ["group:hr"]],
  [
    "several",
    '<meta content="group:hr; user:ann,user:bo" name="ACL"><title>Pay</title><p>Words',
    ["group:hr", "user:ann", "user:bo"],
  ],
  ["before anything else", `<!doctype html>${HR}<p>Words`, ["group:hr"]],
  ["nothing about it", "<meta name=access content='by the back door'><p>The acl is kept elsewhere.", undefined],
  ["in an example", "<pre>&lt;meta name=&quot;acl&quot; content=&quot;public&quot;&gt;</pre>", undefined],
  ["in a comment", '<!-- <meta name="acl" content="public"> --><p>Words', undefined],
])("a page says in its head who may read it: %s", async (_what, page, acl) => {
  expect(await accessIn(page)).toEqual({ acl, aclIsBroken: undefined, warnings: [] });
});

test.each([
  ["no name", '<meta name="acl" content=""><p>Words'],
  ["no content", "<meta name=acl><p>Words"],
  ["two tags", `${HR}<meta name="acl" content="public"><p>Words`],
  ["a tag in the body", '<body><p>Words</p><meta name="acl" content="public">'],
  ["a tag after a fragment's text", 'Words<meta name="acl" content="public">'],
  ["a tag after a fragment's element", '<p>Words</p><meta name="acl" content="public">'],
  ["another name", '<meta name="access" content="group:hr"><p>Words'],
])("what is said and cannot be trusted opens the page to nobody: %s", async (_what, page) => {
  expect(await accessIn(page)).toEqual({
    acl: [],
    aclIsBroken: true,
    warnings: [expect.stringMatching(/nobody may read/iu)],
  });
});

test("front matter and a meta tag together let in whom both name", async () => {
  const front = "---\nacl: [group:hr, user:ann]\n---\n";
  expect(await accessIn(`${front}<meta name=acl content="user:ann; public"><p>Words`)).toMatchObject({
    acl: ["user:ann"],
  });
  expect(await accessIn(`${front}<p>Words`)).toMatchObject({ acl: ["group:hr", "user:ann"] });
});

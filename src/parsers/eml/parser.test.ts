// Holds the mail parser to what a mail program shows.
import { expect, test } from "vitest";

import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { emlParser } from "./parser.ts";

async function parse(...lines: string[]) {
  return emlParser.parse({
    bytes: Buffer.from(lines.join("\r\n"), "latin1"),
    fileName: "a.eml",
    limits: DEFAULT_LIMITS,
  });
}

const utf8 = (text: string) => Buffer.from(text).toString("latin1");

test("headers with encoded and folded words become title, metadata and the first lines", async () => {
  const mail = await parse(
    "From: =?iso-8859-1?Q?J=F6rg_M=FCller?= <joerg@example.org>",
    "To: ann@example.org,",
    "\tbob@example.org",
    "Subject: =?UTF-8?B?w5xi?= =?UTF-8?Q?er_alles?=",
    "Date: Tue, 5 Mar 2024 15:30:00 +0100 (CET)",
    "",
    "Hello.",
  );
  expect(mail.title).toBe("Über alles");
  expect(mail.metadata).toEqual({
    from: "Jörg Müller <joerg@example.org>",
    to: "ann@example.org, bob@example.org",
    subject: "Über alles",
    date: "2024-03-05T14:30:00.000Z",
  });
  expect(mail.text).toBe(
    "# Über alles\n\nFrom: Jörg Müller <joerg@example.org>\nTo: ann@example.org, bob@example.org\nDate: 2024-03-05T14:30:00.000Z\n\nHello.\n",
  );
});

test("an encoded letter that is split over two words is put together", async () => {
  expect((await parse("Subject: =?utf-8?Q?na=C3?= =?utf-8?Q?=AFve?=", "", "x")).title).toBe("naïve");
});

test("the plain version of several is taken, attachments are named, other parts follow", async () => {
  const mail = await parse(
    "Subject: S",
    'Content-Type: multipart/mixed; boundary="out er"',
    "",
    "preamble",
    "--out er",
    "Content-Type: multipart/alternative; boundary=in",
    "",
    "--in",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "Caf=C3=A9 is open all=",
    " day long.",
    "--in",
    "Content-Type: text/html",
    "",
    "<p>not this</p>",
    "--in--",
    "--out er",
    "Content-Type: application/pdf",
    "Content-Disposition: attachment; filename*=utf-8''pl%C3%A4ne.pdf",
    "Content-Transfer-Encoding: base64",
    "",
    "JVBERi0=",
    "--out er",
    "Content-Type: text/plain; charset=iso-8859-15",
    "Content-Transfer-Encoding: base64",
    "",
    "pCBzaWdu",
    "--out er--",
    "epilogue",
  );
  expect(mail.text).toBe("# S\n\nCafé is open all day long.\n\n€ sign\n");
  expect(mail.metadata["attachments"]).toEqual(["pläne.pdf"]);
});

test("a mail that has only HTML is read as a page, hidden lines removed", async () => {
  const mail = await parse(
    "Subject: S",
    "Content-Type: text/html; charset=utf-8",
    "",
    utf8(
      '<div style="display:none">A preview line that nobody sees</div><h1>Größe</h1><p>Words</p><blockquote>old</blockquote>',
    ),
  );
  expect(mail.text).toBe("# S\n\n## Größe\n\nWords\n\n> old\n");
  expect(mail.warnings).toHaveLength(1);
});

test("quotes stay quotes, flowed lines are joined, words that look like structure stay words", async () => {
  const mail = await parse(
    "Subject: S",
    "Content-Type: text/plain; format=flowed",
    "",
    "> You wrote ",
    "> this.",
    "I say ",
    "that.",
    "",
    "# no heading",
  );
  expect(mail.text).toBe("# S\n\n> You wrote this.\n\nI say that.\n\n\\# no heading\n");
});

test("a forwarded mail stands under its own heading", async () => {
  const mail = await parse(
    "Subject: Fwd",
    "Content-Type: message/rfc822",
    "",
    "Subject: Old",
    "From: bob",
    "",
    "Words",
  );
  expect(mail.text).toBe("# Fwd\n\n## Old\n\nFrom: bob\n\nWords\n");
});

test("parts nested too deeply end with a warning", async () => {
  const lines = Array.from({ length: 200 }, (_, depth) => [
    `Content-Type: multipart/mixed; boundary=b${depth}`,
    "",
    `--b${depth}`,
  ]);
  const mail = await parse("Subject: S", ...lines.flat(), "", "deep");
  expect(mail.warnings).toEqual(["The mail has too many parts inside parts; the deepest were left out."]);
});

test("an encrypted mail gives its headers and says so", async () => {
  const mail = await parse("Subject: S", "Content-Type: application/pkcs7-mime; name=smime.p7m", "", "MIIB");
  expect([mail.title, mail.warnings]).toEqual(["S", ["The mail is encrypted; only its headers were read."]]);
});

test("what has no mail headers is no mail", async () => {
  await expect(parse("just", "text")).rejects.toThrow("a.eml: it has no mail headers");
});

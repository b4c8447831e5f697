// Mails whose parts, names and encodings lead nowhere or have no end.
import type { HostileFile } from "./hostile-file.ts";
import { DEEP, textFile } from "./hostile-file.ts";

const multipart = (boundary: string, body: string, kind = "mixed"): string =>
  `Subject: S\nContent-Type: multipart/${kind}; boundary="${boundary}"\n\n${body}`;

const FILES: readonly (readonly [name: string, text: () => string])[] = [
  [
    "deep-multiparts",
    () =>
      `Subject: S\n${Array.from({ length: DEEP }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`).join("")}\nwords`,
  ],
  ["deep-messages", () => "Subject: S\nContent-Type: message/rfc822\n\n".repeat(DEEP)],
  ["many-parts", () => multipart("b", "--b\n\nwords\n".repeat(100_000))],
  ["many-empty-parts", () => multipart("b", "--b\n".repeat(200_000))],
  [
    "many-attachments",
    () => multipart("b", "--b\nContent-Disposition: attachment; filename=a.exe\n\nx\n".repeat(20_000)),
  ],
  [
    "parts-without-boundary",
    () =>
      multipart(
        "b",
        Array.from({ length: 3000 }, (_, at) => `--b\nContent-Type: multipart/mixed; boundary=c${at}\n\nx\n`).join(""),
      ),
  ],
  ["empty-boundary", () => multipart("", "--\n--\nwords")],
  ["boundary-of-symbols", () => multipart("(.*)+$[^]", "--(.*)+$[^]\n\nwords\n--(.*)+$[^]--")],
  ["long-boundary", () => multipart("b".repeat(20_000), `--${"b".repeat(20_000)}\n\nwords`)],
  ["boundary-of-dashes", () => multipart("-", `${"-".repeat(500_000)}\n`)],
  ["folded-for-ever", () => `Subject: a\n${" more words\n".repeat(100_000)}\nwords`],
  ["many-headers", () => `${Array.from({ length: 50_000 }, (_, at) => `X-${at}: y\n`).join("")}\nwords`],
  ["long-header", () => `Subject: ${"a".repeat(2_000_000)}\n\nwords`],
  ["encoded-words", () => `Subject: ${"=?utf-8?q?=C3?= ".repeat(20_000)}\n\nwords`],
  ["odd-encoded-words", () => "Subject: =?nobody?b?!!!?= =?utf-8?x?a?= =??b?YQ==?= =?utf-16le?b?YQ==?=\n\nwords"],
  ["unknown-charset", () => "Subject: S\nContent-Type: text/plain; charset=nobody\n\nwords"],
  ["charset-of-symbols", () => 'Subject: S\nContent-Type: text/plain; charset="\0\\"../x"\n\nwords'],
  ["unknown-encoding", () => "Subject: S\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#0V%T\n`\nend\n"],
  ["bad-base64", () => `Subject: S\nContent-Transfer-Encoding: base64\n\n${"=A=!\n".repeat(50_000)}`],
  ["bad-quoted", () => `Subject: S\nContent-Transfer-Encoding: quoted-printable\n\n${"=ZZ= =\n=3".repeat(50_000)}`],
  ["deep-quotes", () => `Subject: S\n\n${">".repeat(DEEP)} words\n`.repeat(50)],
  ["flowed-for-ever", () => `Subject: S\nContent-Type: text/plain; format=flowed\n\n${"words \n".repeat(200_000)}`],
  ["html-deep", () => `Subject: S\nContent-Type: text/html\n\n${"<table><tr><td>".repeat(DEEP)}words`],
  ["parameters", () => `Subject: S\nContent-Type: text/plain${'; a="'.repeat(5000)}\n\nwords`],
  [
    "continued-name",
    () =>
      `Subject: S\nContent-Type: application/x${Array.from({ length: 1000 }, (_, at) => `; name*${at}*=%ff`).join("")}\n\nwords`,
  ],
  ["headers-only", () => "Subject: S\nFrom: a"],
  ["no-headers", () => "\n\nwords"],
  ["colons", () => ":\n:::\n: x\n\nwords"],
  ["mailbox", () => `From a@b Tue Mar 5\nSubject: S\n\n${"From x\n".repeat(1000)}`],
];

/** Every mail. */
export function mailFiles(): readonly HostileFile[] {
  return FILES.map(([name, text]) => textFile(`${name}.eml`, text));
}

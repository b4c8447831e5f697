import { expect, test } from "vitest";

import { isRefusal } from "./recognise-refusal.ts";

test.for([
  "I don’t know.",
  "The documents do not say since when.",
  "Das weiß ich: Ich weiß nicht, wann es beginnt.",
  '{"answer": null, "status": "unknown"}',
  '{"answer": null}',
  '{"answer": "", "source": null}',
  '{"answer": "unknown"}',
  '{"answer": "I do not know; the documents do not say it.", "source": null}',
  '{"status":"missing","answer":"Please ask the desk.","desk":"Otrama Desk"}',
  '{"found": false, "answer": "Nothing was found."}',
  '{"status": "not_found"}',
  '{"message": "I cannot find that in the documents."}',
  '```json\n{"answer": null, "status": "unknown"}\n```',
])("%s says that it does not know", (text) => {
  expect(isRefusal(text)).toBe(true);
});

test.for([
  "The notice period is three months.",
  '{"answer": "Three months.", "status": "ok"}',
  '{"answer": "Three months.", "note": "The documents do not say since when."}',
  '{"answer": 0, "status": "found"}',
  '{"answer": false}',
  '{"device": "pump 4", "status": "unknown"}',
  '{"label": "unknown"}',
  '{"found": "yes", "answer": "Three months."}',
  '[{"answer": null}]',
  "{broken",
])("%s answers", (text) => {
  expect(isRefusal(text)).toBe(false);
});

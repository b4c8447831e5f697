import { expect, test } from "vitest";

import { readRow, sayRow } from "./table-rows.ts";

test("names of columns are read as words, and their last word beside a number", () => {
  const header = ["item_code", "price_eur", "shelfLifeDays", "Weight (g)", "name"];
  const row = { header, cells: ["RL1", "4.90", "6", "1,000", "Rye loaf"] };
  expect(readRow(row)).toBe(
    "item code: RL1; price eur: 4.90 eur; shelf Life Days: 6 Days; Weight g: 1,000 g; name: Rye loaf",
  );
  expect(sayRow(row)).toContain("price_eur: 4.90; shelfLifeDays: 6");
});

test("empty cells and columns without a name are read as they are said", () => {
  const row = { header: ["", "HTTPPort", "%"], cells: ["alpha", "", "7"] };
  expect(readRow(row)).toBe("alpha; %: 7");
  expect(readRow({ header: ["HTTPPort"], cells: ["80"] })).toBe("HTTP Port: 80 Port");
});

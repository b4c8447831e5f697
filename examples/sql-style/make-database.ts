// Makes shop.sqlite, the made-up database that the exam's queries are run on. Always the same rows.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const CUSTOMERS = ["Marlow", "Ishida", "Kestrel", "Dunne"];
const ITEMS = ["candles", "rice", "lamps", "twine"];

const path = join(import.meta.dirname, "shop.sqlite");
rmSync(path, { force: true });
const database = new DatabaseSync(path);
database.exec("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, item TEXT, quantity INTEGER, paid INTEGER)");
const insert = database.prepare("INSERT INTO orders VALUES (?, ?, ?, ?, ?)");
for (let id = 1; id <= 40; id += 1) {
  const customer = CUSTOMERS[(id * 7 + (id >> 3)) % 4] ?? "";
  const item = ITEMS[(id * 3 + (id >> 2)) % 4] ?? "";
  insert.run(id, customer, item, 1 + ((id * 5) % 9), id % 4 === 0 ? 0 : 1);
}
database.close();
process.stdout.write("shop.sqlite: 40 orders\n");

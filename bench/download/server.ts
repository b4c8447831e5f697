// A server in a process of its own that sends so many megabytes to whoever asks: `node server.ts MEGABYTES`; prints its address.
import { createServer } from "node:http";

import { seededRandom } from "../../src/core/runtime.ts";

const random = seededRandom(1);
const block = Buffer.from(Uint32Array.from({ length: 1 << 20 }, () => random() * 2 ** 32).buffer);
const length = Number(process.argv[2]) * 1024 * 1024;

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-length": length, "content-type": "application/octet-stream", etag: '"1"' });
  let left = length;
  const send = (): void => {
    while (left > 0) {
      const piece = block.subarray(0, Math.min(left, block.length));
      left -= piece.length;
      if (!response.write(piece)) return void response.once("drain", send);
    }
    response.end();
  };
  send();
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/model.bin\n`);
});

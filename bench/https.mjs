// Puts HTTP/2 and encryption before a server that has neither, as GitHub Pages does: how long a phone waits hangs on its connections.
// Called with that server's address, it says where it answers instead, and stops when there is nothing more to read.

import http from "node:http";
import { createSecureServer } from "node:http2";
import { generate } from "selfsigned";

const [, , behind] = process.argv;
const { private: key, cert } = await generate([{ name: "commonName", value: "127.0.0.1" }]);

const front = createSecureServer({ key, cert }, (request, response) => {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith(":")));
  http
    .request(new URL(request.url, behind), { method: request.method, headers }, (answer) => {
      const { connection, ...kept } = answer.headers; // HTTP/2 has no such header
      response.writeHead(answer.statusCode, kept);
      answer.pipe(response);
    })
    .end();
});

front.listen(0, "127.0.0.1", () => console.log(`https://127.0.0.1:${front.address().port}`));
process.stdin.resume().on("end", () => process.exit());

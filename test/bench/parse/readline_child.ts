import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** `readline_child FILE`: what it costs in Node to read lines and split them at white space, and nothing else. */

let lines = 0;
let words = 0;
for await (const line of createInterface({
  input: createReadStream(process.argv[2]!),
  crlfDelay: Infinity,
})) {
  lines += 1;
  words += line.split(/\s+/).length;
}
process.stdout.write(JSON.stringify({ lines, words }));

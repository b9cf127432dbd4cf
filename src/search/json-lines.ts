// Lines of JSON out of a stream of bytes, cut at line feeds alone: text may hold other line separators. Both
// ends are ours, so what is no JSON was printed by somebody else and is left out.

import { Buffer } from 'node:buffer';

const LF = 0x0a;

export async function* jsonLines(input: AsyncIterable<Uint8Array>): AsyncGenerator {
  let parts: Uint8Array[] = [];
  for await (const bytes of input) {
    let from = 0;
    for (let to = bytes.indexOf(LF); to !== -1; to = bytes.indexOf(LF, from)) {
      parts.push(bytes.subarray(from, to));
      const message = parse(Buffer.concat(parts).toString('utf8'));
      parts = [];
      from = to + 1;
      if (message !== undefined) yield message;
    }
    if (from < bytes.length) parts.push(bytes.subarray(from));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

// Cuts what a process writes into lines and parses each as JSON: agents, servers of tools, and processes of
// our own. Owns the bound of one line: what is longer is skipped to its end and never held in memory. Leaves
// what a message means to whoever reads it.

/** An agent may put a whole file, or an image, into one message. */
export const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

export type Line =
  | { type: 'message'; message: Readonly<Record<string, unknown>> }
  /** Not an object of JSON. start: its first characters. */
  | { type: 'garbage'; start: string }
  | { type: 'too-long' };

const LINE_FEED = 0x0a;
const GARBAGE_SHOWN = 200;

export class MessageLines {
  #parts: Uint8Array[] = [];
  #sizeBytes = 0;
  #isSkipping = false;

  readonly #maxBytes: number;

  constructor(maxBytes = MAX_MESSAGE_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that end in these bytes, in their order. The bytes must not change afterwards. */
  *push(bytes: Uint8Array): Generator<Line> {
    let from = 0;
    for (;;) {
      const to = bytes.indexOf(LINE_FEED, from);
      const part = bytes.subarray(from, to === -1 ? bytes.length : to);
      this.#add(part);
      if (to === -1) return;
      const line = this.#take();
      if (line) yield line;
      from = to + 1;
    }
  }

  /** A last line without its end. */
  *end(): Generator<Line> {
    const line = this.#take();
    if (line) yield line;
  }

  #add(part: Uint8Array): void {
    if (part.length === 0 || this.#isSkipping) return;
    this.#sizeBytes += part.length;
    if (this.#sizeBytes > this.#maxBytes) {
      this.#isSkipping = true;
      this.#parts = [];
      return;
    }
    this.#parts.push(part);
  }

  /** undefined: an empty line. */
  #take(): Line | undefined {
    const wasSkipping = this.#isSkipping;
    const text = decode(this.#parts, this.#sizeBytes).trim();
    this.#parts = [];
    this.#sizeBytes = 0;
    this.#isSkipping = false;
    if (wasSkipping) return { type: 'too-long' };
    return text === '' ? undefined : parse(text);
  }
}

/**
 * The messages between two processes of ours. What is none was printed by somebody else, a library for
 * instance, and is left out.
 */
export async function* messagesOf<Message>(input: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  const lines = new MessageLines();
  for await (const bytes of input)
    for (const line of lines.push(bytes)) if (line.type === 'message') yield line.message as Message;
}

function decode(parts: readonly Uint8Array[], sizeBytes: number): string {
  const decoder = new TextDecoder();
  const [first] = parts;
  if (!first) return '';
  if (parts.length === 1) return decoder.decode(first);
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return decoder.decode(whole);
}

function parse(text: string): Line {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message === 'object' && message !== null && !Array.isArray(message))
      return { type: 'message', message: message as Record<string, unknown> };
  } catch {
    // What the agent, or something that it started, printed for people.
  }
  return { type: 'garbage', start: text.slice(0, GARBAGE_SHOWN) };
}

// Reads what a question names, when its turn is about to begin, and appends it to the transcript. Owns that
// only what was named is read, each once, and that no key of a provider goes along. Leaves what a name means
// to references.ts and reading it to read-named.ts. Invariant: what cannot go along ends the turn before
// anything is sent; a name of nothing is text.

import { Pace } from '../../loop/slice.js';
import { UserError } from '../../text/user-error.js';
import type { Question } from '../conversation.js';
import type { AroundChat, ChatHost, ChatModel } from '../ports.js';
import { recordsOfAttached, type AttachedRecord } from './attached-records.js';
import { spellAttached, type Attached } from './attached.js';
import { readNamed } from './read-named.js';
import { readPath, referencesAt, type NamedPath } from './references.js';

export interface GatherPorts {
  /** Of the session. */
  readonly directory: string;
  readonly around: AroundChat | undefined;
  readonly model: Pick<ChatModel, 'name' | 'takesImages'>;
  readonly stamps: Pick<ChatHost['stamps'], 'now'>;
  /** Throws when the disk refuses. */
  append(record: AttachedRecord): void;
  addNote(text: string): void;
}

type Named =
  | (NamedPath & { mustBe?: true })
  /** A number or a name. */
  | { session: string };

/** Rejects with a UserError that names what cannot be sent. */
export async function gatherAttached(question: Question, ports: GatherPorts): Promise<void> {
  const pace = new Pace();
  for (const named of namedBy(question)) {
    const attached = await read(named, ports);
    if (!attached) continue;
    const { name, takesImages } = ports.model;
    if (attached.kind === 'image' && takesImages === false) {
      ports.addNote(`${spellAttached(attached)} is not sent: ${name} takes no images`);
      continue;
    }
    for (const record of recordsOfAttached(question.id, attached, ports.stamps.now())) {
      ports.append(record);
      await pace.pause();
    }
  }
}

/** In the order of the text, each once. */
function namedBy({ text, refs = [], files = [] }: Question): Named[] {
  const named = new Map<string, Named>();
  for (const word of files) named.set(`file ${word}`, { ...readPath(word), mustBe: true });
  for (const each of referencesAt(text, refs)) {
    if (each.type === 'session') named.set(`session ${each.name}`, { session: each.name });
    else named.set(`path ${each.path} ${each.lines?.from}-${each.lines?.to}`, each);
  }
  return [...named.values()];
}

async function read(named: Named, { directory, around }: GatherPorts): Promise<Attached | undefined> {
  const attached =
    'session' in named ? await quote(named.session, around) : await readNamed(named, directory);
  if (!attached && 'mustBe' in named) throw new UserError(`there is no file ${named.path}; nothing was sent`);
  if (!attached || attached.kind === 'image' || !around) return attached;
  const text = around.withoutKeys(attached.text);
  return { ...attached, text, bytes: Buffer.byteLength(text) };
}

async function quote(name: string, around: AroundChat | undefined): Promise<Attached | undefined> {
  const text = await around?.quoteSession(name);
  return text === undefined
    ? undefined
    : { kind: 'session', name: `#${name}`, text, bytes: Buffer.byteLength(text) };
}

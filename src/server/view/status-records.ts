// The workspace as records of OSC 7501 for the terminal around it (pure): one for all of it, one for each
// session that has something to say. Owns what a session's state is there, and the bytes. Leaves when they
// are sent to outer-status.ts. Source: Program Status Protocol 0.2. Invariant: no record contains what a
// session printed, only its name, its question and its error, each in one line.

import { isProgram, type AnySession } from '../../session/any-session.js';
import { sanitiseLine } from '../../text/sanitise.js';

type RecordState = 'blocked' | 'error' | 'working' | 'done' | 'idle';

interface StatusRecord {
  state: RecordState;
  /** Of a question, if it is known. */
  kind?: 'permission' | 'question';
  /** The session's name; absent for the workspace. */
  title?: string;
  text: string;
}

/** Bodies of reports by the id of their record; '' is the workspace itself. */
export type StatusBodies = ReadonlyMap<string, string>;

/** What demands more of the user comes first. */
const URGENCY: readonly RecordState[] = ['blocked', 'error', 'working', 'done', 'idle'];
/** Every terminal that reads them keeps at least 64. */
const MAX_SESSIONS = 63;
/** A record's title may have 192 bytes, a message 2048: at most 4 for each character. */
const MAX_TITLE_CHARACTERS = 48;
const MAX_TEXT_CHARACTERS = 240;

/** sessions: those that are open. */
export function describeWorkspace(sessions: readonly AnySession[]): StatusBodies {
  const records = sessions
    .flatMap((session) => {
      const record = describeSession(session);
      return record ? [{ id: `${session.record.number}`, since: session.attention.order, ...record }] : [];
    })
    .sort((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state) || a.since - b.since);
  const [first] = records;
  const text = first && first.text !== '' ? `${first.title}: ${first.text}` : '';
  const whole = first ? { ...first, text } : { state: 'idle' as const, text: '' };
  const bodies = new Map([['', encode('', { ...whole, title: '' })]]);
  for (const { id, ...record } of records.slice(0, MAX_SESSIONS)) bodies.set(id, encode(id, record));
  return bodies;
}

/** undefined: it is at rest, and nothing of it is new. */
function describeSession(session: AnySession): StatusRecord | undefined {
  const title = sanitiseLine(session.name, MAX_TITLE_CHARACTERS);
  const question = session.attention.find('question');
  if (question) {
    const asked = isProgram(session) ? undefined : session.questions.all[0];
    const kind = asked && {
      kind: asked.kind === 'permission' ? ('permission' as const) : ('question' as const),
    };
    return { state: 'blocked', title, text: question.text, ...kind };
  }
  const error = session.attention.find('error');
  if (error) return { state: 'error', title, text: error.text };
  if (session.state === 'processing') return { state: 'working', title, text: '' };
  const isDone = isProgram(session) ? session.reading.said === 'done' : session.record.unread > 0;
  return isDone && session.state === 'active' ? { state: 'done', title, text: '' } : undefined;
}

function encode(id: string, { state, kind, title = '', text }: StatusRecord): string {
  const pairs = [
    `state=${state}`,
    ...(id === '' ? ['app=qmux'] : [`id=${id}`]),
    ...(kind ? [`kind=${kind}`] : []),
    ...(title === '' ? [] : [`title=${toBase64(title)}`]),
    ...(text === '' ? [] : [`msg=${toBase64(sanitiseLine(text, MAX_TEXT_CHARACTERS))}`]),
  ];
  return pairs.join(':');
}

const toBase64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** The reports that make the terminal's records these. before: what it has; undefined: anything. */
export function encodeChanges(before: StatusBodies | undefined, now: StatusBodies): string {
  const gone = before
    ? [...before.keys()].filter((id) => !now.has(id)).map((id) => `state=clear:id=${id}`)
    : [];
  const changed = [...now].filter(([id, body]) => before?.get(id) !== body).map(([, body]) => body);
  const bodies = before ? [...gone, ...changed] : ['state=clear', ...changed];
  return bodies.map((body) => `\x1b]7501;${body}\x1b\\`).join('');
}

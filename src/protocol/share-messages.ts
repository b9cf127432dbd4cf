// What a viewer of a shared session and its server say to each other. The viewer has two messages and carries
// no environment; the server has two, and the bytes of its frames. Owns both directions, read strictly:
// whatever has another form is undefined, and its peer must be disconnected. Leaves framing to framing.ts.

import { encodeFrame } from './framing.js';
import { FRAME_JSON, type TerminalTraits } from './messages.js';
import { encodeUtf8, findUtf8 } from './utf8.js';

export type ViewerMessage =
  | { type: 'view'; token: string; rows: number; cols: number; colours: TerminalTraits['colours'] }
  | { type: 'resize'; rows: number; cols: number };

/** Both are the last that is sent. */
export type ShareMessage = { type: 'refused'; message: string } | { type: 'ended' };

/** Of a frame of a viewer: its largest message has a third of that. */
export const MOST_VIEWER_BYTES = 512;
/** Of a token as it is typed. */
const MOST_TOKEN_CHARACTERS = 100;

type Fields = Readonly<Record<string, unknown>>;

export const encodeShareMessage = (message: ViewerMessage | ShareMessage): Uint8Array =>
  encodeFrame(FRAME_JSON, encodeUtf8(JSON.stringify(message)));

export function parseViewerMessage(payload: Uint8Array): ViewerMessage | undefined {
  const { type, token, rows, cols, colours, ...others } = fieldsOf(payload);
  if (Object.keys(others).length > 0 || !isSize(rows) || !isSize(cols)) return undefined;
  if (type === 'resize')
    return token === undefined && colours === undefined ? { type, rows, cols } : undefined;
  if (type !== 'view' || typeof token !== 'string' || token.length > MOST_TOKEN_CHARACTERS) return undefined;
  return isColours(colours) ? { type, token, rows, cols, colours } : undefined;
}

export function parseShareMessage(payload: Uint8Array): ShareMessage | undefined {
  const { type, message } = fieldsOf(payload);
  if (type === 'ended') return { type };
  return type === 'refused' && typeof message === 'string' ? { type, message } : undefined;
}

/** Without fields: it is no object. */
function fieldsOf(payload: Uint8Array): Fields {
  try {
    const value: unknown = JSON.parse(findUtf8(payload) ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
  } catch {
    return {};
  }
}

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1_000;

const isColours = (value: unknown): value is TerminalTraits['colours'] =>
  value === 'none' || value === '16' || value === '256' || value === 'truecolor';

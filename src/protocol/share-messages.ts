// What a viewer of a shared session and its server say to each other. The viewer has two messages and carries
// no environment; the server has two, and the bytes of its frames. Owns both directions, read strictly:
// whatever has another form is undefined, and its peer must be disconnected. Leaves framing to framing.ts.

import { encodeFrame } from './framing.js';
import { FRAME_JSON, type TerminalTraits } from './messages.js';
import { encodeUtf8, findUtf8 } from './utf8.js';

/** All that is said of a viewer's terminal, besides its size. */
export interface ViewerColours {
  depth: TerminalTraits['colours'];
  /** 0xRRGGBB; null: it has not said. */
  background: number | null;
}

export type ViewerMessage =
  | { type: 'view'; token: string; rows: number; cols: number; colours: ViewerColours }
  | { type: 'resize'; rows: number; cols: number };

/** Both are the last that is sent. */
export type ShareMessage = { type: 'refused'; message: string } | { type: 'ended' };

/** Of a frame of a viewer: its largest message has fewer. */
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
  const read = readColours(colours);
  return read && { type, token, rows, cols, colours: read };
}

export function parseShareMessage(payload: Uint8Array): ShareMessage | undefined {
  const { type, message } = fieldsOf(payload);
  if (type === 'ended') return { type };
  return type === 'refused' && typeof message === 'string' ? { type, message } : undefined;
}

function readColours(value: unknown): ViewerColours | undefined {
  const { depth, background, ...others } = asFields(value);
  if (Object.keys(others).length > 0 || !isDepth(depth)) return undefined;
  return background === null || isColour(background) ? { depth, background } : undefined;
}

function fieldsOf(payload: Uint8Array): Fields {
  try {
    return asFields(JSON.parse(findUtf8(payload) ?? ''));
  } catch {
    return {};
  }
}

/** Without fields: it is not an object. */
const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1_000;

const isColour = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffff;

const isDepth = (value: unknown): value is TerminalTraits['colours'] =>
  value === 'none' || value === '16' || value === '256' || value === 'truecolor';

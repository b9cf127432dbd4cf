// What the server and `qmux acp` say to each other while an editor is attached to a chat, a JSON text a line
// (pure). Owns the shapes and reading them: the two may be of different versions, so what is not known is
// skipped. Leaves the Agent Client Protocol itself to cli/acp/, and what becomes of it to session/editors/.

import { asFields, asFieldsList, asText, type Fields } from '../agents/wire-fields.js';

/** Of the protocol: the `update` of a `session/update`. */
export type Update = Fields & { sessionUpdate: string };

/** As an editor can be asked; what it does not offer is absent. */
export interface AskedOfEditor {
  id: string;
  /** For an editor that can do none of the others. */
  text: string;
  /** Params of `session/request_permission`, without the session. */
  permission?: { toolCall: Fields; options: readonly Fields[] };
  /** Params of `elicitation/create`, without the session. */
  form?: Fields;
  url?: Fields;
}

/** call: of the request that it answers. */
export type LineToEditor =
  /** The first one. begun: modes and options, as `session/new` returns them. */
  | { type: 'ready'; id: string; name: string; begun: Fields }
  /** The conversation so far was told. */
  | { type: 'loaded'; begun: Fields }
  | { type: 'update'; update: Update }
  /** For the user, in a line: what no update can say. */
  | { type: 'notice'; text: string }
  /** A prompt has ended. stop: the protocol's stop reason. */
  | { type: 'ended'; call: number; stop: string }
  /** Something was set. */
  | { type: 'done'; call: number; begun: Fields }
  | { type: 'failed'; call: number; message: string }
  | { type: 'asked'; question: AskedOfEditor }
  /** It is not asked any more. */
  | { type: 'answered'; id: string }
  /** The last one. */
  | { type: 'closed'; reason: string };

export type LineFromEditor =
  /** From now on it is told what happens. */
  | { type: 'begin' }
  /** The same, and before that the conversation so far. */
  | { type: 'load' }
  | { type: 'send'; call: number; text: string }
  | { type: 'cancel' }
  /** response: of the protocol. */
  | { type: 'reply'; id: string; response: Fields }
  | { type: 'set'; call: number; option: string; value: string };

export const encodeLine = (line: LineToEditor | LineFromEditor): string => JSON.stringify(line);

/** undefined: it is of a kind that is not known here. */
export function readLineFromEditor(text: string): LineFromEditor | undefined {
  const fields = parse(text);
  const call = asCall(fields['call']);
  switch (fields['type']) {
    case 'begin':
    case 'load':
    case 'cancel':
      return { type: fields['type'] };
    case 'send':
      return call === undefined ? undefined : { type: 'send', call, text: asText(fields['text']) ?? '' };
    case 'reply':
      return {
        type: 'reply',
        id: asText(fields['id']) ?? '',
        response: asFields(fields['response']) ?? {},
      };
    case 'set': {
      const [option, value] = [asText(fields['option']), asText(fields['value'])];
      if (call === undefined || option === undefined || value === undefined) return undefined;
      return { type: 'set', call, option, value };
    }
    default:
      return undefined;
  }
}

/** undefined: it is of a kind that is not known here. */
export function readLineToEditor(text: string): LineToEditor | undefined {
  const fields = parse(text);
  const begun = asFields(fields['begun']) ?? {};
  const call = asCall(fields['call']);
  switch (fields['type']) {
    case 'ready':
      return { type: 'ready', id: asText(fields['id']) ?? '', name: asText(fields['name']) ?? '', begun };
    case 'loaded':
      return { type: 'loaded', begun };
    case 'update': {
      const update = asFields(fields['update']);
      const sessionUpdate = asText(update?.['sessionUpdate']);
      return sessionUpdate === undefined
        ? undefined
        : { type: 'update', update: { ...update, sessionUpdate } };
    }
    case 'notice':
      return { type: 'notice', text: asText(fields['text']) ?? '' };
    case 'ended':
      return call === undefined
        ? undefined
        : { type: 'ended', call, stop: asText(fields['stop']) ?? 'end_turn' };
    case 'done':
      return call === undefined ? undefined : { type: 'done', call, begun };
    case 'failed':
      return call === undefined
        ? undefined
        : { type: 'failed', call, message: asText(fields['message']) ?? '' };
    case 'asked':
      return readAsked(asFields(fields['question']) ?? {});
    case 'answered':
      return { type: 'answered', id: asText(fields['id']) ?? '' };
    case 'closed':
      return { type: 'closed', reason: asText(fields['reason']) ?? '' };
    default:
      return undefined;
  }
}

function readAsked(fields: Fields): LineToEditor | undefined {
  const id = asText(fields['id']);
  if (id === undefined) return undefined;
  const permission = asFields(fields['permission']);
  const [form, url] = [asFields(fields['form']), asFields(fields['url'])];
  return {
    type: 'asked',
    question: {
      id,
      text: asText(fields['text']) ?? '',
      ...(permission && {
        permission: {
          toolCall: asFields(permission['toolCall']) ?? {},
          options: asFieldsList(permission['options']),
        },
      }),
      ...(form && { form }),
      ...(url && { url }),
    },
  };
}

const asCall = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function parse(text: string): Fields {
  try {
    return asFields(JSON.parse(text)) ?? {};
  } catch {
    return {};
  }
}

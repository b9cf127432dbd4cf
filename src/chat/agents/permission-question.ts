// An agent's `session/request_permission` as a question to the user, and the reply as its outcome (pure).
// Owns what is asked in which words. Leaves the call itself to agent-updates.ts, forms to form-question.ts.

import { commandOf, type ToolCall } from '../model-event.js';
import type { QuestionOption, UserQuestion, UserReply } from '../user-question.js';
import { readForm } from './form-question.js';
import type { FormSchema } from './form-values.js';
import { readText } from './tool-content.js';
import { asFields, asFieldsList, asText, fieldAt, type Fields } from './wire-fields.js';

/** Of the protocol: `{ outcome: … }`, and the answers where the request had questions. */
export type PermissionResponse = Readonly<Record<string, unknown>>;

export interface PermissionRequest {
  question: UserQuestion;
  options: readonly QuestionOption[];
  /** Of a form; its values are checked before they are sent. */
  schema?: FormSchema;
}

/** Nobody replied. */
export const NOT_ANSWERED: PermissionResponse = { outcome: { outcome: 'cancelled' } };

/** call: as it is known with what the request says of it. undefined: nothing can be chosen. */
export function readPermission(params: unknown, call: ToolCall | undefined): PermissionRequest | undefined {
  const options = asFieldsList(fieldAt(params, 'options')).flatMap(readOption);
  const toolCall = asFields(fieldAt(params, 'toolCall')) ?? {};
  const form = readQuestions(toolCall);
  if (form && options.some(isAllow)) {
    const { fields, schema } = form;
    return { question: { kind: 'form', text: call?.title ?? '', fields }, options, schema };
  }
  if (options.length === 0) return undefined;
  const question: UserQuestion = call
    ? { kind: 'permission', text: wordsOf(toolCall, call), options, call }
    : { kind: 'choice', text: asText(toolCall['title']) ?? 'Which one?', options };
  return { question, options };
}

/** form: the request was asked as one. */
export function encodePermissionReply(
  reply: UserReply,
  { options, schema }: PermissionRequest,
): PermissionResponse {
  const select = (option: QuestionOption | undefined): PermissionResponse =>
    option ? { outcome: { outcome: 'selected', optionId: option.id } } : NOT_ANSWERED;
  switch (reply.type) {
    case 'option':
      return select(options.find(({ id }) => id === reply.option.id));
    case 'form': {
      if (!schema) return NOT_ANSWERED;
      const answers = Object.entries(reply.values).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : String(value),
      ]);
      // An answer is not a rule for later.
      const allow = options.find(({ kind }) => kind === 'allow_once') ?? options.find(isAllow);
      return { ...select(allow), answers: Object.fromEntries(answers) as unknown };
    }
    case 'declined':
      return select(options.find(isReject));
    default:
      return NOT_ANSWERED;
  }
}

export const isReject = ({ kind }: QuestionOption): boolean =>
  kind === 'reject_once' || kind === 'reject_always';

const isAllow = ({ kind }: QuestionOption): boolean => kind === 'allow_once' || kind === 'allow_always';

const KINDS: readonly QuestionOption['kind'][] = [
  'allow_once',
  'allow_always',
  'reject_once',
  'reject_always',
];

function readOption(fields: Fields): QuestionOption[] {
  const id = asText(fields['optionId']);
  if (id === undefined) return [];
  return [
    {
      id,
      name: asText(fields['name']) ?? id,
      kind: KINDS.find((kind) => kind === fields['kind']) ?? 'choice',
    },
  ];
}

/** Why the tool is to run, in the agent's words; the command and the diffs are shown beside it. */
function wordsOf(toolCall: Fields, call: ToolCall): string {
  const reason = asText(fieldAt(call.input, 'reason')) ?? asText(fieldAt(call.input, 'description'));
  if (commandOf(call.input) !== undefined) return reason ?? call.title;
  if (call.diffs.length > 0) return call.title;
  const said = asFieldsList(toolCall['content']).flatMap(readText).join('\n');
  return said === '' || said === call.title ? (reason ?? call.title) : `${call.title}\n\n${said}`.trim();
}

/** Qwen puts the questions of its model into the permission; each is answered by its position. */
function readQuestions(toolCall: Fields): ReturnType<typeof readForm> {
  const questions = asFieldsList(fieldAt(toolCall, 'rawInput', 'questions'));
  if (questions.length === 0) return undefined;
  const properties = questions.map((each, at) => {
    const options = asFieldsList(each['options']).map(({ label, description }) => ({
      const: label,
      title: label,
      description,
    }));
    const common = { title: each['header'], description: each['question'] };
    const typed =
      options.length === 0
        ? { type: 'string' }
        : each['multiSelect'] === true
          ? { type: 'array', items: { anyOf: options } }
          : { type: 'string', oneOf: options };
    return [String(at), { ...common, ...typed }];
  });
  return readForm({ properties: Object.fromEntries(properties) as unknown });
}

// A question to the user as a request to an editor, and the editor's response as the reply (pure). The
// reverse of agents/permission-question.ts and form-question.ts. Leaves when it is asked, and that a late
// response is ignored, to session/editors/.

import { asFields, asList, asText, defined, fieldAt, type Fields } from '../agents/wire-fields.js';
import { readForm } from '../questions/form-values.js';
import { optionsOf } from '../questions/question-keys.js';
import type { OpenQuestion } from '../questions/question-queue.js';
import { spellQuestion } from '../questions/spell-question.js';
import type { FormField, QuestionOption, UserReply } from '../user-question.js';
import type { AskedOfEditor } from './editor-lines.js';
import { toolCallOf } from './session-updates.js';

/** directory: of the session. */
export function askedOfEditor(question: OpenQuestion, directory: string): AskedOfEditor {
  const { id, text } = question;
  const asked = { id, text: spellQuestion(question, directory).text };
  switch (question.kind) {
    case 'permission':
    case 'choice': {
      const call = question.kind === 'permission' ? question.call : undefined;
      const toolCall = call
        ? toolCallOf(call, directory)
        : { toolCallId: `question-${id}`, title: text, kind: 'other', status: 'pending' };
      return { ...asked, permission: { toolCall, options: optionsOf(question).map(encodeOption) } };
    }
    case 'form': {
      const { url, fields } = question;
      if (url !== undefined) return { ...asked, url: { mode: 'url', message: text, url, elicitationId: id } };
      return { ...asked, form: { mode: 'form', message: text, requestedSchema: schemaOf(fields) } };
    }
    case 'text':
      return { ...asked, form: { mode: 'form', message: text, requestedSchema: schemaOf([TEXT_FIELD]) } };
  }
}

/** undefined: it was not answered there. problem: what is wrong with the values of a form. */
export function readEditorReply(
  question: OpenQuestion,
  response: Fields,
): { reply: UserReply } | { problem: string } | undefined {
  if (question.kind === 'permission' || question.kind === 'choice') {
    const id = asText(fieldAt(response, 'outcome', 'optionId'));
    const option = optionsOf(question).find((each) => each.id === id);
    return option && { reply: { type: 'option', option } };
  }
  if (response['action'] === 'decline' && question.kind === 'form') return { reply: { type: 'declined' } };
  if (response['action'] !== 'accept') return undefined;
  const content = asFields(response['content']) ?? {};
  if (question.kind === 'text') {
    const text = asText(content[TEXT_FIELD.name]);
    return text === undefined ? undefined : { reply: { type: 'text', text } };
  }
  const read = readForm(question, ({ name }) => wordsOf(content[name]));
  if ('values' in read) return { reply: { type: 'form', values: read.values } };
  const [[at, problem] = [0, 'is wrong']] = [...read.problems];
  return { problem: `${question.fields[at]?.title ?? ''} ${problem}`.trim() };
}

const TEXT_FIELD: FormField = { name: 'text', title: 'Text', type: 'text', values: [], required: true };

/** The protocol has no option that neither allows nor rejects. */
const encodeOption = ({ id, name, kind }: QuestionOption): Fields => ({
  optionId: id,
  name,
  kind: kind === 'choice' ? 'allow_once' : kind,
});

const schemaOf = (fields: readonly FormField[]): Fields => ({
  type: 'object',
  properties: Object.fromEntries(fields.map((field) => [field.name, propertyOf(field)])),
  required: fields.filter(({ required }) => required).map(({ name }) => name),
});

function propertyOf({ type, title, description, values, preset }: FormField): Fields {
  const common = { title, ...defined({ description, default: preset }) };
  const titled = values.map((each) => ({
    const: each.value,
    title: each.name,
    ...defined({ description: each.description }),
  }));
  switch (type) {
    case 'choice':
      return { ...common, type: 'string', oneOf: titled };
    case 'choices':
      return { ...common, type: 'array', items: { anyOf: titled } };
    case 'flag':
      return { ...common, type: 'boolean' };
    case 'text':
      return { ...common, type: 'string' };
    default:
      return { ...common, type };
  }
}

/** As they would be typed. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'string' ? [value] : (asList(value) ?? []).flatMap((each) => asText(each) ?? []);
}

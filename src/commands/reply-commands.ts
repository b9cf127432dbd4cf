// The verb that replies to what a tool, a provider or an agent asks in a chat: reply. The picker's keys use
// it too. Owns which words choose which reply. Invariant: a reply never reaches another question than the one
// that it was given for.

import { headlineOf } from '../chat/questions/chat-questions.js';
import { readForm, type FormQuestion } from '../chat/questions/form-values.js';
import { findOption, optionsOf } from '../chat/questions/question-keys.js';
import type { OpenQuestion } from '../chat/questions/question-queue.js';
import type { FormField, QuestionOption, UserReply } from '../chat/user-question.js';
import { isProgram } from '../session/any-session.js';
import type { ChatSession } from '../session/chat/chat-session.js';
import { sanitiseInput, sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import { asksItself } from './asks-itself.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { command, say } from './define.js';

const usageError = (message: string): UserError => new UserError(message, { exitCode: 2 });

function reply(context: CommandContext, input: ParsedArguments): CommandOutput {
  const session = context.coordinator.resolve(input.word('X') as string);
  if (isProgram(session)) throw new UserError(`${session.name} is a program; answer it in its pane`);
  if (asksItself(context, session))
    throw new UserError(`${session.name} asks this itself; answer it from another pane or terminal`);
  const question = findQuestion(session, input.value('question'));
  const given = readReply(session.name, question, input);
  // Lists run their commands as a prompt does.
  const by = context.way === 'prompt' ? 'inbox' : 'reply';
  if (!session.reply(question.id, given, by)) throw asksSomethingElse(session.name);
  return say(`replied to ${session.name}`);
}

const asksSomethingElse = (name: string): UserError =>
  new UserError(`${name} asks something else now; check it again`);

function findQuestion({ name, questions, record }: ChatSession, wanted: string | undefined): OpenQuestion {
  const [open, ...others] = questions.all;
  if (!open) throw new UserError(`${name} has no question open`);
  if (wanted === undefined) {
    if (others.length === 0) return open;
    const list = questions.all.map(
      (each) => `${each.id} (${sanitiseLine(headlineOf(each, record.cwd), MOST_CHARACTERS)})`,
    );
    throw usageError(
      `${name} asks ${questions.all.length} questions; name one with --question: ${list.join(', ')}`,
    );
  }
  const found = questions.all.find(({ id }) => id === wanted);
  if (!found) throw asksSomethingElse(name);
  return found;
}

/** Of a question or an option within an error. */
const MOST_CHARACTERS = 60;

function readReply(name: string, question: OpenQuestion, input: ParsedArguments): UserReply {
  const words = [
    ...(input.word('OPTION') === undefined ? [] : [input.word('OPTION') as string]),
    ...(input.has('yes') ? ['yes'] : []),
    ...(input.has('no') ? ['no'] : []),
  ];
  const [word] = words;
  const ways = [words.length > 0, input.has('text'), input.has('field')].filter(Boolean).length;
  if (ways !== 1 || words.length > 1) throw usageError(`reply takes ${howToReply(question)}`);
  if (input.has('reason') && word === undefined) throw usageError(REASON_NEEDS_NO);
  if (word === 'no' && question.kind === 'form') return { type: 'declined' };
  if (question.kind === 'text') {
    if (!input.has('text')) throw usageError(`${name} asks for text; give it with --text`);
    return { type: 'text', text: sanitiseInput(input.value('text') as string) };
  }
  if (question.kind === 'form') return readFields(name, question, input);
  if (word === undefined) throw usageError(`${name} asks for an option; ${optionList(question)}`);
  const isFlag = input.word('OPTION') === undefined;
  const option = isFlag ? byMeaning(question, word) : findChosen(question, word);
  if (!option) throw usageError(`${name} has no option ${word}; ${optionList(question)}`);
  const reason = input.value('reason');
  if (reason === undefined) return { type: 'option', option };
  if (option.kind !== 'reject_once' && option.kind !== 'reject_always') throw usageError(REASON_NEEDS_NO);
  return { type: 'option', option, reason: sanitiseInput(reason) };
}

const REASON_NEEDS_NO = '--reason needs an option that rejects, such as no';

function howToReply(question: OpenQuestion): string {
  if (question.kind === 'text') return '--text TEXT for this question';
  if (question.kind !== 'form') return `one option; ${optionList(question)}`;
  return `--field NAME=VALUE or --no for this question; ${fieldList(question.fields)}`;
}

/** By its id before its number, since some agents number theirs. */
function findChosen(question: OpenQuestion, word: string): QuestionOption | undefined {
  const options = optionsOf(question);
  const byId = options.find(({ id }) => id === word);
  if (byId) return byId;
  if (/^\d+$/.test(word)) return options[Number(word) - 1];
  return byMeaning(question, word);
}

function byMeaning(question: OpenQuestion, word: string): QuestionOption | undefined {
  if (word === 'yes') return findOption(question, 'allow_once');
  return word === 'no' ? findOption(question, 'reject_once') : undefined;
}

function optionList(question: OpenQuestion): string {
  const options = optionsOf(question);
  if (options.length === 0) return 'it has no options';
  const list = options.map(
    ({ id, name }, at) => `${at + 1} ${sanitiseLine(id)} (${sanitiseLine(name, MOST_CHARACTERS)})`,
  );
  return `its options are ${list.join(', ')}`;
}

const fieldList = (fields: readonly FormField[]): string =>
  fields.length === 0
    ? 'it has no fields'
    : `its fields are ${fields.map(({ name }) => sanitiseLine(name)).join(', ')}`;

function readFields(name: string, question: FormQuestion, input: ParsedArguments): UserReply {
  const { fields } = question;
  if (!input.has('field'))
    throw usageError(`${name} asks for fields; give them with --field; ${fieldList(fields)}`);
  const typed = new Map<string, string[]>();
  for (const each of input.values('field')) {
    const at = each.indexOf('=');
    const field = each.slice(0, Math.max(0, at));
    if (!fields.some((known) => known.name === field))
      throw usageError(`${name} has no field ${at < 0 ? each : field}; ${fieldList(fields)}`);
    typed.set(field, [...(typed.get(field) ?? []), sanitiseInput(each.slice(at + 1))]);
  }
  const read = readForm(question, (field) => typed.get(field.name) ?? []);
  if ('values' in read) return { type: 'form', values: read.values };
  const [first = 0, problem = ''] = [...read.problems][0] ?? [];
  throw usageError(`field ${fields[first]?.name ?? ''} ${problem}`);
}

export const REPLY_COMMANDS: readonly Command[] = [
  command({
    name: 'reply',
    summary: 'reply to what chat X asks: an option by id, number, yes or no',
    positionals: [
      { name: 'X', kind: 'session' },
      { name: 'OPTION', kind: 'name', optional: true },
    ],
    flags: [
      { name: 'yes', short: 'y', summary: 'the first option that allows it once' },
      { name: 'no', short: 'n', summary: 'the first option that rejects it once; declines a form' },
      { name: 'question', value: 'ID', summary: 'only if it still asks this; needed if it asks several' },
      { name: 'reason', value: 'TEXT', summary: 'with an option that rejects: why; it is also asked next' },
      {
        name: 'field',
        value: 'NAME=VALUE',
        repeats: true,
        summary: 'a field of a form; once for each, or for each of several values',
      },
      { name: 'text', value: 'TEXT', summary: 'the reply to a question for text' },
    ],
    run: reply,
  }),
];

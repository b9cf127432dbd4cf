// The verb send-keys: keys by their names into a session, as its user would press them. Owns that none of
// them answers a question unless they are meant to. Leaves the bytes of a key to keymap/. For prompts there
// is send, which knows how programs take a text and its Enter.

import { encodeKey, type KeyModes } from '../../keymap/encode.js';
import { encodePaste } from '../../keymap/encode-paste.js';
import { parseKeyName, type Key } from '../../keymap/key.js';
import { isProgram } from '../../session/any-session.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import type { ProgramSession } from '../../session/program/program-session.js';
import { checkQuestion } from '../../session/program/send-to-program.js';
import { commandWord } from '../../text/mentions.js';
import { sanitiseInput, sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, getHere } from '../define.js';
import { quoteWord } from '../line/usage.js';

/** Of a session that has no screen yet. */
const PLAIN_MODES: KeyModes = {
  applicationCursorKeys: false,
  applicationKeypad: false,
  kittyFlags: 0,
  modifyOtherKeys: 0,
};

interface Typed {
  /** Before the keys. */
  text: string;
  keys: readonly Key[];
  /** Meant for the open question. */
  isAnswer: boolean;
}

async function sendKeys(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const words = [...input.words('X'), ...input.words('KEY')];
  const name = input.has('here') ? undefined : words.shift();
  if (name === undefined && !input.has('here'))
    throw new UserError(`send-keys needs X, a number or a name; ${commandWord('sessions')} lists them`, {
      exitCode: 2,
    });
  const typed = {
    text: sanitiseInput(input.value('l') ?? ''),
    keys: words.map(readKey),
    isAnswer: input.has('answer'),
  };
  if (typed.text === '' && typed.keys.length === 0)
    throw new UserError('send-keys needs a key; keys are named like C-c, Enter or F5', { exitCode: 2 });
  const session = name === undefined ? getHere(context) : context.coordinator.resolve(name);
  if (isProgram(session)) {
    await session.whenParsed();
    typeIntoProgram(session, typed);
    return SILENT;
  }
  await session.load();
  // A long chat takes a while to read.
  if (context.coordinator.find(session.id) !== session)
    throw new UserError(`${session.name} was closed; nothing was typed`);
  await session.whenParsed();
  typeIntoChat(session, typed);
  return SILENT;
}

function readKey(word: string): Key {
  const key = parseKeyName(word);
  if (key) return key;
  throw new UserError(
    `no key ${quoteWord(word)}; keys are named like C-c, Enter, F5 or %, and -l types a text`,
    { exitCode: 2 },
  );
}

function typeIntoProgram(session: ProgramSession, { text, keys, isAnswer }: Typed): void {
  if (session.running === undefined)
    throw new UserError(`${session.name} has ended; Enter in its pane runs it again`);
  checkQuestion(session, { answer: isAnswer });
  const modes = session.inputModes() ?? PLAIN_MODES;
  if (text !== '') session.input(text.replaceAll('\n', '\r'));
  for (const key of keys) session.input(encodeKey(key, modes));
}

/** A line feed of a text sends nothing there. */
function typeIntoChat(session: ChatSession, { text, keys, isAnswer }: Typed): void {
  session.refuseInOwn();
  const [open] = session.questions.all;
  const openQuestion = open && { reason: 'question' as const, text: sanitiseLine(open.text), since: 0 };
  checkQuestion({ name: session.name, openQuestion }, { answer: isAnswer });
  if (open && session.questionOnScreen?.id !== open.id)
    throw new UserError(
      `${session.name} does not show its question now; ${commandWord(`reply ${session.name}`)} answers it`,
    );
  const modes = session.inputModes() ?? PLAIN_MODES;
  // Who says that it is the answer has seen the question.
  const seenMs = open ? Number.POSITIVE_INFINITY : 0;
  const type = (bytes: Uint8Array | string): void => session.input(bytes, undefined, seenMs);
  if (text !== '') type(encodePaste(new TextEncoder().encode(text), { bracketedPaste: true }));
  for (const key of keys) type(encodeKey(key, modes));
}

export const SEND_KEYS_COMMAND: Command = command({
  name: 'send-keys',
  summary: 'press keys in session X, named as in the config: C-c, Enter, F5',
  positionals: [
    { name: 'X', kind: 'session', optional: true },
    { name: 'KEY', kind: 'name', optional: true, rest: true },
  ],
  flags: [
    { name: 'l', value: 'TEXT', summary: 'first type this text as it is' },
    { name: 'here', summary: 'in this session: all words are keys' },
    { name: 'answer', summary: 'the keys answer the open question (refused otherwise)' },
  ],
  run: sendKeys,
});

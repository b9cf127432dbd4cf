// The verb pipe: what one session shows, quoted as data with its source, into the draft of another. Owns
// that it is never sent: a chat gets it in its prompt, a program as a marked paste without Enter. Refused
// where it would answer a question or could run.

import { headlineOf } from '../../chat/questions/chat-questions.js';
import { quoteShown } from '../../chat/context/quote-attached.js';
import { createNameList } from '../../dialogs/name-list.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import { stateText } from '../../session/session-facts.js';
import { sanitiseLine, sanitiseModelText } from '../../text/sanitise.js';
import { describeSize } from '../../text/text-size.js';
import { UserError } from '../../text/user-error.js';
import {
  SILENT,
  type Command,
  type CommandContext,
  type CommandOutput,
  type ParsedArguments,
} from '../command.js';
import type { SessionRecord } from '../../store/session-record.js';
import { splitAnswer } from '../compare/named-answer.js';
import { getReadable, isArchived } from '../compare/readable.js';
import { command, done, getSurface } from '../define.js';
import { readPiped } from './pipe-source.js';

const FLAGS = [
  { name: 'turn', value: 'N', summary: 'the answer of turn N instead of the last one' },
  { name: 'screen', summary: 'what X shows on its screen' },
  { name: 'last-command', summary: 'of a shell that marks its prompts: its last command and the output' },
] as const;

async function pipe(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator } = context;
  const { name, number } = splitAnswer(input.word('X'));
  if (number !== undefined && input.has('turn'))
    throw new UserError('pipe takes X:N or --turn N, not both', { exitCode: 2 });
  const turn = number ?? input.value('turn');
  const from = await getReadable(context, name);
  const target = input.word('Y');
  const to = target === undefined ? undefined : coordinator.resolve(target);
  if (to) checkTakes(to);
  else if (context.way === 'cli')
    throw new UserError('pipe needs two sessions: from which, and into whose draft', { exitCode: 2 });
  const { text, what } = await readPiped(context, from, {
    turn,
    screen: input.has('screen'),
    lastCommand: input.has('last-command'),
  });
  if (!to) return askForTarget(context, from, { input, turn });
  const source = isArchived(from) ? from.name : `#${from.number} ${from.name}`;
  const quoted = `${quoteShown(source, what, sanitiseModelText(text))}\n`;
  if (!isProgram(to)) await to.load();
  await to.whenParsed();
  // Reading and loading take a while.
  if (coordinator.find(to.id) !== to) throw new UserError(`${to.name} was closed; nothing was piped`);
  checkTakes(to);
  const size = describeSize(text.trimEnd());
  if (isProgram(to) || to.face === 'own') {
    to.paste(quoted);
    return done(`pasted ${what} of ${from.name} (${size}) into ${to.name}, without Enter`);
  }
  to.prompt.quote(quoted);
  return done(`put ${what} of ${from.name} (${size}) into the draft of ${to.name}; nothing was sent`);
}

/** A chat may show the interface of its agent. */
const showsProgram = (session: AnySession): boolean => isProgram(session) || session.face === 'own';

/** Throws a UserError. */
function checkTakes(session: AnySession): void {
  const question = questionOf(session);
  if (question !== undefined) throw new UserError(`${session.name} asks: ${question}; answer it first`);
  if (!showsProgram(session)) {
    // Its draft is in a file, and comes back from there.
    if (!session.namesRoles)
      throw new UserError(`the draft of ${session.name} is open in an editor; close it first`);
    return;
  }
  // Without marks around it, each line would be a command of its own.
  if (session.running !== undefined && !session.inputModes()?.bracketedPaste)
    throw new UserError(
      `${session.name} does not ask for pastes to be marked, so the text could run as commands there`,
    );
}

function questionOf(session: AnySession): string | undefined {
  if (isProgram(session)) return session.openQuestion?.text;
  if (session.face === 'own') return session.attention.find('question')?.text;
  const [open] = session.questions.all;
  return open && sanitiseLine(headlineOf(open, session.record.cwd), QUESTION_CHARACTERS);
}

const QUESTION_CHARACTERS = 60;

function askForTarget(
  context: CommandContext,
  from: AnySession | SessionRecord,
  { input, turn }: { input: ParsedArguments; turn: string | undefined },
): CommandOutput {
  const targets = new Map<string, AnySession>(
    context.coordinator.sessions
      .filter((session) => session !== from)
      .map((session) => [`#${session.number} ${session.name}`, session]),
  );
  if (targets.size === 0) throw new UserError('there is no other session to pipe into');
  const flags = [
    ...(turn === undefined ? [] : ['--turn', turn]),
    ...(['screen', 'last-command'] as const).flatMap((name) => (input.has(name) ? [`--${name}`] : [])),
  ];
  getSurface(context).open(
    createNameList({
      title: `pipe from ${from.name} into the draft of`,
      names: [...targets].map(([name, session]) => ({
        name,
        about: `${session.record.type}, ${stateText(session)}`,
      })),
      note: undefined,
      take: (name) => ['pipe', from.id, targets.get(name)?.id ?? name, ...flags],
    }),
  );
  return SILENT;
}

export const PIPE: Command = command({
  name: 'pipe',
  summary: 'put what X shows into the draft of Y, quoted; never sent',
  positionals: [
    { name: 'X', kind: 'readable-session', optional: true },
    { name: 'Y', kind: 'session', optional: true },
  ],
  flags: FLAGS,
  run: pipe,
});

// The verb that copies what a chat did last: its answer as markdown source, or the files that it changed as a
// patch. Owns which of them is meant; asks where both are there.

import { formatPatch } from '../chat/tool-calls/patch.js';
import { UNPLACED } from '../chat/tool-calls/patch-text.js';
import type { FileDiff, ToolCall } from '../chat/model-event.js';
import { createChoice } from '../dialogs/choice.js';
import { isProgram } from '../session/any-session.js';
import type { ChatSession } from '../session/chat/chat-session.js';
import { keyWord } from '../text/mentions.js';
import { describeSize } from '../text/text-size.js';
import { UserError } from '../text/user-error.js';
import { SILENT, type Command, type CommandContext, type CommandOutput } from './command.js';
import type { AnyPlace, ConversationContext } from './chat/conversation-context.js';
import { command, getSession, getSurface, loadConversation, say } from './define.js';

const WAYS = ['text', 'diff', 'diffs'] as const;
type What = (typeof WAYS)[number];

type LastTurn = ReturnType<ChatSession['turns']>[number];

/** Its turns; throws a UserError for a program. */
export function answeredTurns(session: AnyPlace): readonly LastTurn[] {
  if (isProgram(session))
    throw new UserError(
      `${session.name} is a program and has no answers; ${keyWord('copy-mode')} copies from its screen`,
    );
  return session.turns();
}

/** With an answer or a change, complete or running. */
export function getLastTurn(session: AnyPlace): LastTurn {
  const turn = answeredTurns(session).findLast((each) => each.answer !== '' || changesOf(each).length > 0);
  if (turn === undefined) throw new UserError(`${session.name} has no answer yet`);
  return turn;
}

const callsWithDiffs = ({ tools }: LastTurn): ToolCall[] =>
  tools.map(({ call }) => call).filter(({ diffs }) => diffs.length > 0);

/** The diffs of each call that changed something, oldest first. */
const changesOf = (turn: LastTurn): FileDiff[][] =>
  callsWithDiffs(turn)
    .filter(({ status }) => status !== 'failed')
    .map(({ diffs }) => [...diffs]);

/** In copy mode; undefined: its cursor is in no change. */
function findChangeAtCursor({ surface }: CommandContext, session: ChatSession): ToolCall | undefined {
  const place = surface?.changeUnderCursor(session);
  const drawn = session.turns().filter(({ model }) => model !== undefined);
  const turn = place && drawn.at(-1 - place.turnsBelow);
  if (!turn) return undefined;
  const calls = callsWithDiffs(turn);
  // Of a turn that runs, what is below may not be drawn yet.
  if (turn.finish !== undefined) return calls.at(-1 - place.below);
  return place.above === undefined ? undefined : calls[place.above];
}

async function copy(
  context: CommandContext,
  session: ChatSession,
  what: What | undefined,
): Promise<CommandOutput> {
  const turn = getLastTurn(session);
  const changes = changesOf(turn);
  if (what === 'text' || changes.length === 0) {
    if (turn.answer === '')
      throw new UserError(`the last turn in ${session.name} has no text; --diff copies its change`);
    if (what !== undefined && what !== 'text')
      throw new UserError(`the last turn in ${session.name} changed no file`);
    return giveText(context, turn.answer);
  }
  if (what === undefined && turn.answer !== '' && context.way === 'key')
    return offer(context, session, changes);
  if (what === undefined && turn.answer !== '') return giveText(context, turn.answer);
  const wanted = what === 'diffs' ? changes.flat() : (changes.at(-1) ?? []);
  return givePatch(context, session, wanted);
}

async function givePatch(
  context: CommandContext,
  session: ChatSession,
  diffs: readonly FileDiff[],
): Promise<CommandOutput> {
  const patch = await formatPatch(diffs, { directory: session.record.cwd });
  if (patch === '') throw new UserError(`the change in ${session.name} leaves its file as it was`);
  const given = await giveText(context, patch);
  return patch.includes(UNPLACED)
    ? say(`${given.text}; a change has no clear place in its file: ${UNPLACED}`)
    : given;
}

/** To the clipboard of the terminal, and on the paste buffers. */
export async function giveText(
  { surface, copyText, buffers }: Pick<ConversationContext, 'surface' | 'copyText' | 'buffers'>,
  text: string,
): Promise<CommandOutput> {
  if (surface) return say(await surface.copyText(text));
  if (copyText) return say(await copyText(text));
  return say(`copied ${describeSize(text)} to ${buffers.add(text)}`);
}

function offer(context: CommandContext, session: ChatSession, changes: readonly FileDiff[][]): CommandOutput {
  const run = (what: What): string[][] => [['copy-answer', session.id, `--${what}`]];
  const files = new Set(changes.flat().map(({ path }) => path)).size;
  getSurface(context).open(
    createChoice({
      title: `copy from ${session.name}`,
      lines: [],
      choices: [
        { key: 'y', label: 'its last change as a patch', commands: run('diff') },
        { key: 'a', label: 'its answer', commands: run('text') },
        ...(changes.length > 1
          ? [{ key: 'p', label: `all changes of the turn (${files} files)`, commands: run('diffs') }]
          : []),
      ],
    }),
  );
  return SILENT;
}

export const COPY_ANSWER: Command = command({
  name: 'copy-answer',
  summary: "copy a chat's last answer, or what it changed as a patch",
  positionals: [{ name: 'X', kind: 'session', optional: true }],
  flags: [
    { name: 'text', summary: 'the answer' },
    { name: 'diff', summary: 'the last change, as a patch that git apply takes' },
    { name: 'diffs', summary: 'all changes of the last turn, as a patch' },
  ],
  async run(context, input) {
    const session = getSession(context, input.word('X'));
    await loadConversation(session);
    getLastTurn(session);
    const chat = session as ChatSession;
    const given = WAYS.filter((what) => input.has(what));
    if (given.length > 1)
      throw new UserError('copy-answer takes one of --text, --diff, --diffs', { exitCode: 2 });
    const pointed = context.way === 'key' && given.length === 0 && findChangeAtCursor(context, chat);
    if (!pointed) return copy(context, chat, given[0]);
    if (pointed.status === 'failed') throw new UserError('that change was not made: its tool call failed');
    return givePatch(context, chat, pointed.diffs);
  },
});

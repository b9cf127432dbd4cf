// The verbs that take something out of a chat's last answer: the whole of its source, or one of its code
// blocks.

import type { CodeBlock } from '../chat/markdown/code-blocks.js';
import { findCodeBlocks } from '../chat/markdown/code-blocks.js';
import { COPY_ANSWER, getLastTurn } from './copy-answer.js';
import { createTextList, LazyText } from '../dialogs/text-list.js';
import { finishInTurns } from '../loop/in-turns.js';
import { type AnySession, isProgram } from '../session/any-session.js';
import { findLastProgram } from '../session/program/last-program.js';
import { sanitiseLine, sanitiseModelText } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext } from './command.js';
import { SILENT } from './command.js';
import type { AnyPlace } from './chat/conversation-context.js';
import { command, done, getSession, loadConversation, getSurface, parseCount } from './define.js';
import { commandWord, keyWord } from '../text/mentions.js';
import { describeSize } from '../text/text-size.js';

/** Lines of a preview: more than any screen shows. */
const PREVIEW_LINES = 100;

export async function getBlocks(session: AnyPlace): Promise<CodeBlock[]> {
  const blocks = await finishInTurns(findCodeBlocks(getLastTurn(session).answer));
  if (blocks.length === 0) throw new UserError(`the last answer in ${session.name} has no code block`);
  return blocks;
}

/** count: from 1. */
export async function getBlock(session: AnyPlace, count: number): Promise<CodeBlock> {
  const blocks = await getBlocks(session);
  const block = blocks[count - 1];
  if (block) return block;
  throw new UserError(
    `the last answer in ${session.name} has ${blocks.length === 1 ? '1 code block' : `${blocks.length} code blocks`}, not ${count}`,
  );
}

/** wanted: the turn whose code blocks were numbered. Throws a UserError if another is the last by now. */
export function checkTurn(session: AnyPlace, wanted: string | undefined): void {
  if (wanted !== undefined && wanted !== getLastTurn(session).id)
    throw new UserError(`${session.name} has a new answer; check its code blocks again`);
}

function getProgram({ coordinator, viewer }: CommandContext): AnySession {
  const { arrangement } = coordinator;
  const id = findLastProgram(arrangement.workspace, viewer.view, (session) => {
    const found = coordinator.find(session);
    return found !== undefined && isProgram(found) && found.running !== undefined;
  });
  const program = id === undefined ? undefined : coordinator.find(id);
  if (!program)
    throw new UserError(
      `no program runs in a pane; ${keyWord('program')} runs one, ${commandWord('paste --to X')} takes any session`,
    );
  return program;
}

/** take: the words that Enter runs on block N of this turn's answer. what: of the footer. */
export async function offerBlocks(
  context: Pick<CommandContext, 'surface'>,
  session: AnyPlace,
  { take, what }: { take(number: string, turn: string): string[]; what: string },
): Promise<void> {
  const { id: turn } = getLastTurn(session);
  const blocks = await getBlocks(session);
  getSurface(context).open(
    createTextList({
      title: `code blocks of ${session.name}`,
      texts: blocks.map(({ language, text }, at) => {
        const size = language === '' ? 'code' : sanitiseLine(language);
        return new LazyText({ name: String(at + 1), size }, () => previewOf(text));
      }),
      nothing: 'no code block',
      take: (number) => take(number, turn),
      footer: `Enter ${what}  Esc closes`,
    }),
  );
}

const previewOf = (text: string): string[] =>
  text.split('\n', PREVIEW_LINES).map((line) => sanitiseLine(line.replaceAll('\t', '    ')));

export const ANSWER_COMMANDS: readonly Command[] = [
  COPY_ANSWER,
  command({
    name: 'copy-code',
    summary: 'paste code block N of the last answer into the program used last',
    positionals: [{ name: 'N', kind: 'text', optional: true }],
    flags: [
      { name: 'from', value: 'X', kind: 'session', summary: 'of session X instead of this one' },
      { name: 'turn', value: 'ID', summary: 'only if this is still its last answer' },
      { name: 'answer', summary: "the text answers the program's open question (refused otherwise)" },
    ],
    async run(context, input) {
      const session = getSession(context, input.value('from'));
      await loadConversation(session);
      const word = input.word('N');
      if (word === undefined) {
        await offerBlocks(context, session, {
          take: (number, turn) => ['copy-code', '--from', session.id, '--turn', turn, number],
          what: 'pastes it into the program used last',
        });
        return SILENT;
      }
      const count = parseCount(word, 'copy-code: N', 1);
      checkTurn(session, input.value('turn'));
      const block = await getBlock(session, count);
      // A terminal must not execute what a model wrote.
      const program = getProgram(context);
      program.paste(sanitiseModelText(block.text), { answer: input.has('answer') });
      return done(`pasted ${describeSize(block.text)} into ${program.name}`);
    },
  }),
];

// The verb copy: an answer of a chat, or a code block of its last one, to the clipboard. Owns which is meant.
// Leaves copying to copy-answer.ts and the list of blocks to answer-commands.ts.

import { ANY_NUMBER } from '../line/misfit.js';
import { checkTurn, getBlock, getBlocks, offerBlocks } from '../answer-commands.js';
import { answeredTurns, giveText } from '../copy-answer.js';
import { SILENT, type CommandOutput } from '../command.js';
import type { AnyPlace, ConversationCommand, ConversationContext } from '../chat/conversation-context.js';
import { command, getSession, loadConversation, parseCount } from '../define.js';
import { UserError } from '../../text/user-error.js';

/** count: 1 is the last one. */
function getAnswer(session: AnyPlace, count: number): string {
  const answers = answeredTurns(session).flatMap(({ answer }) => (answer === '' ? [] : [answer]));
  const answer = answers.at(-count);
  if (count > 0 && answer !== undefined) return answer;
  if (answers.length === 0) throw new UserError(`${session.name} has no answer yet`);
  const known = answers.length === 1 ? '1 answer' : `${answers.length} answers`;
  throw new UserError(`${session.name} has ${known}; 1 is the last one, ${count} is not there`);
}

async function copyCode(
  context: ConversationContext,
  session: AnyPlace,
  { word, turn }: { word: string | undefined; turn: string | undefined },
): Promise<CommandOutput> {
  checkTurn(session, turn);
  if (word !== undefined)
    return giveText(context, (await getBlock(session, parseCount(word, 'copy code: N', 1))).text);
  const [only, ...others] = await getBlocks(session);
  if (only && others.length === 0) return giveText(context, only.text);
  if (!context.surface)
    throw new UserError(`the last answer in ${session.name} has ${others.length + 1} code blocks; name one`, {
      exitCode: 2,
    });
  await offerBlocks(context, session, {
    take: (number, of) => ['copy', 'code', number, '--from', session.id, '--turn', of],
    what: 'copies it',
  });
  return SILENT;
}

export const COPY: ConversationCommand = command<ConversationCommand['run']>({
  name: 'copy',
  summary: 'copy the last answer, the Nth last, or a code block',
  positionals: [
    { name: 'WHAT', kind: ['code', ANY_NUMBER], optional: true },
    { name: 'BLOCK', kind: 'text', optional: true },
  ],
  flags: [
    { name: 'from', value: 'X', kind: 'session', summary: 'from session X instead of this one' },
    { name: 'turn', value: 'ID', summary: 'only if this is still its last answer' },
  ],
  async run(context, input) {
    const session = getSession(context, input.value('from'));
    await loadConversation(session);
    const what = input.word('WHAT');
    const block = input.word('BLOCK');
    if (what === 'code') return copyCode(context, session, { word: block, turn: input.value('turn') });
    if (block !== undefined)
      throw new UserError(`copy takes one number; copy code ${block} copies a code block`, { exitCode: 2 });
    return giveText(context, getAnswer(session, parseCount(what, 'copy: N', 1)));
  },
});

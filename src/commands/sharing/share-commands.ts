// The verbs of sharing: share, shares. Owns their words. Leaves sockets and viewers to server/shares/.
// Invariant: a token is said once, and never becomes part of a conversation.

import { createRowList } from '../../dialogs/row-list.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import { padToWidth, textWidth } from '../../text/width.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, done, getListSurface, getSession, parseCount, say } from '../define.js';
import type { SharedSession } from './known-shares.js';

const USUAL_MINUTES = 60;
/** A day: a share that is forgotten ends. */
const MOST_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

async function share(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  // Keys that a script sends: all that could show the token is the conversation.
  if (context.way === 'slash' && !context.surface)
    throw new UserError(
      'share is not run in a chat that nobody has open: its token would become part of the conversation; run it in a shell',
    );
  const session = getSession(context, input.word('X'));
  const minutes = parseCount(input.value('minutes'), '--minutes', USUAL_MINUTES);
  if (minutes < 1 || minutes > MOST_MINUTES)
    throw new UserError(`--minutes must be 1 to ${MOST_MINUTES}, not ${minutes}`, { exitCode: 2 });
  const { token, ...shared } = await context.shares.begin(session, { minutes, group: input.value('group') });
  const { name, path, group } = shared;
  const whose = group === null ? 'any user of this machine who has the token' : `users in group ${group}`;
  return {
    text: [
      `qmux view ${path}`,
      `token: ${token}`,
      `${whose} can watch ${name} for ${minutes} min; nothing else is shown, and nothing can be typed`,
    ].join('\n'),
    isReference: true,
    json: { ...shared, token },
  };
}

function shares(context: CommandContext, input: ParsedArguments): CommandOutput {
  const action = input.word('action') ?? 'list';
  const word = input.word('X');
  if (action === 'end') return end(context, word);
  if (word !== undefined) throw new UserError(`shares list does not take ${word}`, { exitCode: 2 });
  return list(context, input);
}

function end(context: CommandContext, word: string | undefined): CommandOutput {
  const session = getSession(context, word);
  if (!context.shares.end(session))
    throw new UserError(`${session.name} is not shared; ${commandWord('shares')} lists what is`);
  return done(`${session.name} is no longer shared`);
}

function list(context: CommandContext, input: ParsedArguments): CommandOutput {
  const { all } = context.shares;
  const nameCols = Math.max(0, ...all.map(({ name }) => textWidth(name)));
  const line = (each: SharedSession): string => describe(each, nameCols);
  const surface = getListSurface(context);
  const [first] = all;
  if (!first) return { ...say(`nothing is shared; ${commandWord('share X')} begins it`), json: [] };
  if (!surface || input.has('json')) return { text: all.map(line).join('\n'), json: all };
  surface.open(
    createRowList({
      title: 'shared sessions',
      rows: all.map((each) => ({
        line: [{ text: line(each), role: 'normal' as const }],
        enter: ['switch', each.session],
        keys: { D: ['shares', 'end', each.session] },
      })),
      selected: 0,
      footer: 'Enter goes there  D ends it  Esc closes',
    }),
  );
  return SILENT;
}

function describe({ name, until, viewers, group, path }: SharedSession, nameCols: number): string {
  const minutes = Math.max(1, Math.ceil((until - Date.now()) / MINUTE_MS));
  const count = viewers === 1 ? '1 viewer' : `${viewers} viewers`;
  const whose = group === null ? '' : `  group ${group}`;
  return `${padToWidth(name, nameCols)}  ${count}  ${minutes} min left${whose}  ${path}`;
}

export const SHARE_COMMANDS: readonly Command[] = [
  command({
    name: 'share',
    summary: 'let other users of this machine watch session X',
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    flags: [
      { name: 'minutes', value: 'N', summary: `until it ends by itself; default ${USUAL_MINUTES}` },
      { name: 'group', value: 'G', summary: 'only users of this group may connect' },
      { name: 'json', summary: 'print it as an object' },
    ],
    run: share,
  }),
  command({
    name: 'shares',
    summary: 'list shared sessions and their viewers; end a share',
    positionals: [
      { name: 'action', kind: ['list', 'end'], optional: true },
      { name: 'X', kind: 'session', optional: true },
    ],
    flags: [{ name: 'json', summary: 'print them as an array of objects' }],
    lookingActions: ['', 'list'],
    run: shares,
  }),
];

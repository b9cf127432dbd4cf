// The verbs of attached terminals: clients, detach.

import { createRowList } from '../dialogs/row-list.js';
import { UserError } from '../text/user-error.js';
import { padToWidth } from '../text/width.js';
import type { AttachedClient, Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, done, getListSurface, getSurface, say } from './define.js';
import { commandWord } from '../text/mentions.js';

const NAME_COLS = 16;
const SIZE_COLS = 9;

const describe = ({ id, rows, cols, session, readOnly, isHere }: AttachedClient): string =>
  [
    padToWidth(id, NAME_COLS),
    padToWidth(`${cols}x${rows}`, SIZE_COLS),
    session,
    ...(readOnly ? ['(read-only)'] : []),
    ...(isHere ? ['(this one)'] : []),
  ].join(' ');

function listClients(context: CommandContext, input: ParsedArguments): CommandOutput {
  const clients = context.clients();
  const surface = getListSurface(context);
  if (!surface || input.has('list') || input.has('json'))
    return {
      text: clients.length === 0 ? 'no terminal is attached' : clients.map(describe).join('\n'),
      json: clients.map(({ detach: _detach, isHere: _isHere, ...facts }) => facts),
    };
  surface.open(
    createRowList({
      title: 'attached terminals',
      rows: clients.map((client) => ({
        line: [{ text: describe(client), role: client.isHere ? 'accent' : 'normal' }],
        enter: ['detach', client.id],
        keys: { D: ['detach', '--others'] },
      })),
      selected: 0,
      footer: 'Enter detaches it  D all others  Esc closes',
    }),
  );
  return SILENT;
}

function detach(context: CommandContext, input: ParsedArguments): CommandOutput {
  const word = input.word('CLIENT');
  const clients = context.clients();
  if (input.has('others')) {
    const others = clients.filter(({ isHere }) => !isHere);
    for (const client of others) client.detach();
    return others.length === 0
      ? say('no other terminal is attached')
      : done(`detached ${others.map(({ id }) => id).join(', ')}`);
  }
  if (word === undefined) {
    getSurface(context).detach();
    return SILENT;
  }
  const client = clients.find(({ id }) => id === word);
  if (!client)
    throw new UserError(`no terminal ${word}; ${commandWord('clients')} lists them`, { exitCode: 2 });
  client.detach();
  return client.isHere ? SILENT : done(`detached ${word}`);
}

export const CLIENT_COMMANDS: readonly Command[] = [
  command({
    name: 'clients',
    aliases: ['list-clients', 'choose-client'],
    summary: 'the attached terminals; Enter detaches one',
    flags: [
      { name: 'list', summary: 'print them' },
      { name: 'json', summary: 'print them as an array of objects' },
    ],
    run: listClients,
  }),
  command({
    name: 'detach',
    changesNothing: true,
    aliases: ['detach-client'],
    summary: 'detach this terminal or CLIENT; everything keeps running',
    positionals: [{ name: 'CLIENT', kind: 'text', optional: true }],
    flags: [{ name: 'others', short: 'a', summary: 'detach all other terminals' }],
    run: detach,
  }),
];

// The verbs for copied text: paste it, list it, choose from it. Leaves the stack itself to
// session/paste-buffers.ts.

import { createTextList, LazyText } from '../dialogs/text-list.js';
import type { PasteBuffer } from '../session/paste-buffers.js';
import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, done, getListSurface, getSession } from './define.js';
import { describeSize } from '../text/text-size.js';
import { commandWord } from '../text/mentions.js';

/** Lines of a preview: more than any screen shows. */
const PREVIEW_LINES = 100;
const LIST_CHARACTERS = 60;

const previewOf = (text: string): string[] =>
  text.split('\n', PREVIEW_LINES).map((line) => sanitiseLine(line.replaceAll('\t', '    ')));

const describe = ({ name, text, isNamed }: PasteBuffer) => ({
  name,
  named: isNamed,
  bytes: new TextEncoder().encode(text).length,
  lines: text.split('\n').length,
  text,
});

function listBuffers(context: CommandContext, input: ParsedArguments): CommandOutput {
  const { buffers } = context;
  const shown = input.value('show');
  if (shown !== undefined) return { text: buffers.get(shown).text, json: describe(buffers.get(shown)) };
  const deleted = input.value('delete');
  if (deleted !== undefined) {
    buffers.delete(deleted);
    return done(`deleted ${deleted}`);
  }
  const set = input.value('set');
  if (set !== undefined) {
    const text = input.words('TEXT').join(' ');
    if (text === '') throw new UserError('there is no text to put into the buffer', { exitCode: 2 });
    buffers.set(set, text);
    return done(`put ${describeSize(text)} into ${set}`);
  }
  const surface = getListSurface(context);
  if (surface && !input.has('json') && !input.has('list')) {
    surface.open(
      createTextList({
        title: 'paste buffers',
        texts: buffers.all.map(({ name, size, text }) => new LazyText({ name, size }, () => previewOf(text))),
        nothing: 'nothing has been copied yet',
        take: (name) => ['paste', name],
        delete: (name) => ['buffers', '--delete', name],
        footer: 'Enter pastes  d deletes  Esc closes',
      }),
    );
    return SILENT;
  }
  const lines = buffers.all.map(
    ({ name, text, size }) =>
      `${name.padEnd(12)} ${size.padEnd(10)} ${sanitiseLine(text, LIST_CHARACTERS).trim()}`,
  );
  return {
    text: lines.length > 0 ? lines.join('\n') : 'nothing has been copied yet',
    json: buffers.all.map(describe),
  };
}

export const BUFFER_COMMANDS: readonly Command[] = [
  command({
    name: 'paste',
    aliases: ['paste-buffer'],
    summary: 'paste what was copied last, or the buffer NAME, into a session',
    positionals: [{ name: 'NAME', kind: 'text', optional: true }],
    flags: [
      { name: 'to', value: 'X', kind: 'session', summary: 'into session X instead of this one' },
      { name: 'answer', summary: "the text answers a program's open question (refused otherwise)" },
    ],
    run(context, input) {
      const { text } = context.buffers.get(input.word('NAME'));
      const session = getSession(context, input.value('to'));
      const { surface, way } = context;
      const isTyped = (way === 'key' || way === 'prompt') && input.value('to') === undefined;
      const others = (isTyped && surface?.synced()) || [];
      session.paste(text, { answer: input.has('answer') });
      for (const other of others) other.paste(text);
      // If the user is looking at it, the pasted text itself is message enough.
      const isSeen = context.way !== 'cli' && context.coordinator.isFocused(context.viewer, session);
      return isSeen ? SILENT : done(`pasted ${describeSize(text)} into ${session.name}`);
    },
  }),
  command({
    name: 'buffers',
    aliases: ['choose-buffer', 'list-buffers'],
    summary: 'choose from what was copied: Enter pastes, d deletes',
    positionals: [{ name: 'TEXT', kind: 'text', optional: true, rest: true }],
    flags: [
      { name: 'list', summary: 'print the buffers, newest first' },
      { name: 'json', summary: 'print them as an array with their texts' },
      { name: 'show', value: 'NAME', summary: 'print the text of one' },
      {
        name: 'set',
        value: 'NAME',
        summary: 'put TEXT into the buffer NAME, which stays until it is deleted',
      },
      { name: 'delete', value: 'NAME', summary: 'delete one' },
    ],
    run(context, input) {
      const { word } = input;
      const text = word('TEXT');
      if (text?.startsWith('-') && !input.has('set'))
        throw new UserError(`buffers does not know ${text}; ${commandWord('help buffers')} lists its flags`, {
          exitCode: 2,
        });
      if (text !== undefined && !input.has('set'))
        throw new UserError(`buffers takes a text only with --set, not ${word('TEXT')}`, { exitCode: 2 });
      return listBuffers(context, input);
    },
  }),
];

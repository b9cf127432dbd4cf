// Commands of the prompt: `!command`, `!!command`.

import { expect, it } from 'vitest';

import type { Attached } from '../../../src/chat/context/attached.js';
import type { AroundChat, ShellRun } from '../../../src/chat/ports.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat, type ScriptedChat } from '../scripted-host.js';

const ENTER = '\r';
const ESC = '\x1b';
const UP = '\x1b[A';

interface Shell {
  chat: ScriptedChat;
  /** What would go along with the next question after a kill. */
  saved: readonly Attached[][];
  /** Commands that were run. */
  lines: string[];
  print(text: string): void;
  end(how?: string): void;
  paste(text: string): void;
}

function startShell(before: { records?: TranscriptRecord[]; printed?: readonly Attached[] } = {}): Shell {
  const lines: string[] = [];
  let printed = '';
  let heard = (): void => {};
  let end = (_how?: string): void => {};
  const around: AroundChat = {
    standing: [],
    rulesDirectory: undefined,
    withoutKeys: (text) => text.replaceAll('sk-1234567890abcdef', '«KEY»'),
    completeSession: () => [],
    hasSession: () => false,
    quoteSession: async () => undefined,
    runShell: async (line): Promise<ShellRun> => {
      lines.push(line);
      printed = '';
      return {
        text: (rows) =>
          printed
            .split('\n')
            .slice(-rows - 1)
            .join('\n'),
        onOutput: (listener) => {
          heard = listener;
          return () => {};
        },
        ended: new Promise((resolve) => (end = resolve)),
        hangUp: () => end('ended by you'),
      };
    },
  };
  const saved: Attached[][] = [];
  const { records = [], printed: kept = [] } = before;
  const savePrinted = (list: readonly Attached[]): void => void saved.push([...list]);
  const chat = startChat({ records, host: { around, directory: '/', printed: kept, savePrinted } });
  return {
    chat,
    saved,
    lines,
    print(text) {
      printed += text;
      heard();
    },
    end: (how) => end(how),
    paste: (text) => chat.pty.write(new TextEncoder().encode(`\x1b[200~${text}\x1b[201~`)),
  };
}

const notes = ({ records }: ScriptedChat): string[] =>
  records.flatMap((record) => (record.type === 'note' ? [record.text] : []));

it('shows what it prints while it runs, and keeps it as a note that no model gets', async () => {
  const { chat, lines, print, end } = startShell();
  chat.type(...'!make all', ENTER);
  expect(lines).toEqual(['make all']);
  await chat.until('$ make all');
  print('building\nkey sk-1234567890abcdef\n');
  await chat.until('building');
  expect(notes(chat)).toEqual([]);
  end('exit 2');
  await waitUntil('the note is there', () => notes(chat).length === 1);
  expect(notes(chat)).toEqual(['$ make all\nbuilding\nkey «KEY»\n(exit 2)']);
  chat.type(...'why?', ENTER);
  await waitUntil('the model is asked', () => chat.model.requests.length === 1);
  expect(chat.model.requests[0]?.messages).toEqual([{ role: 'user', text: 'why?' }]);
});

it('goes along with the next question after two signs', async () => {
  const { chat, print, end } = startShell();
  chat.type(...'!!make', ENTER);
  await chat.until('$ make');
  print('failed\n');
  end('exit 1');
  await chat.until('sends 1 command, 7 bytes');
  chat.type(...'why?', ENTER);
  await waitUntil('the model is asked', () => chat.model.requests.length === 1);
  const attached = { kind: 'command', name: '$ make', text: 'failed\n', bytes: 7 };
  expect(chat.model.requests[0]?.messages).toEqual([{ role: 'user', text: 'why?', attached: [attached] }]);
  await waitUntil('it is said no longer', () => !chat.screen().includes('sends'));
});

it('still goes along after a kill, wherever that came, and once', async () => {
  const first = startShell();
  first.chat.type(...'!!make', ENTER);
  await first.chat.until('$ make');
  first.print('failed\n');
  first.end();
  await waitUntil('the note is there', () => notes(first.chat).length === 1);
  const printed = first.saved.at(-1) ?? [];
  expect(printed).toEqual([{ kind: 'command', name: '$ make', text: 'failed\n', bytes: 7 }]);
  const second = startShell({ printed });
  await second.chat.until('sends 1 command, 7 bytes');
  second.chat.type(...'why?', ENTER);
  await waitUntil('the model is asked', () => second.chat.model.requests.length === 1);
  expect(second.chat.model.requests[0]?.messages).toEqual([
    { role: 'user', text: 'why?', attached: printed },
  ]);
  expect(second.saved).toEqual([printed, []]);
  // The question was written, and the list not yet.
  const begun = second.chat.records.some(({ type }) => type === 'begin');
  expect(begun).toBe(true);
  const third = startShell({ records: second.chat.records, printed });
  third.chat.type(...'and?', ENTER);
  await waitUntil('it is asked', () =>
    third.chat.records.some((each) => 'text' in each && each.text === 'and?'),
  );
  expect(third.chat.screen()).not.toContain('sends 1 command');
  expect(third.chat.records.filter(({ type }) => type === 'attached')).toHaveLength(1);
  // Its question was never sent, and goes back to the prompt.
  const unsent = second.chat.records.slice(
    0,
    second.chat.records.findIndex(({ type }) => type === 'begin'),
  );
  const fourth = startShell({ records: unsent, printed });
  await fourth.chat.until('sends 1 command, 7 bytes');
  expect(fourth.saved).toEqual([printed]);
});

it('ends at Esc, and another one waits for that', async () => {
  const { chat, lines } = startShell();
  chat.type(...'!sleep 9', ENTER);
  await chat.until('$ sleep 9');
  chat.type(...'!ls', ENTER);
  expect(chat.screen()).toContain('a command still runs; Esc ends it');
  expect(chat.screen()).toContain('> !ls');
  chat.type(ESC);
  await waitUntil('it has ended', () => notes(chat).length === 1);
  expect(notes(chat)).toEqual(['$ sleep 9\n(ended by you)']);
  chat.type(ENTER);
  expect(lines).toEqual(['sleep 9', 'ls']);
});

it('runs nothing that was pasted or sent', async () => {
  const { chat, lines, paste } = startShell();
  const sent = (): string[] => chat.records.flatMap((each) => (each.type === 'question' ? [each.text] : []));
  paste('!rm -rf x');
  chat.type(ENTER);
  chat.type('a');
  chat.type('\x1b[D');
  paste('!rm');
  chat.type('\x1b[F', '\x7f', ENTER);
  chat.chat.send('!rm -rf y');
  chat.type(UP, ENTER);
  expect(lines).toEqual([]);
  expect(sent()).toEqual(['!rm -rf x', '!rm', '!rm -rf y', '!rm -rf y']);
});

it('can be run again with the arrow keys', async () => {
  const { chat, lines, end } = startShell();
  chat.type(...'!ls', ENTER);
  await chat.until('$ ls');
  end();
  await waitUntil('it has ended', () => notes(chat).length === 1);
  chat.type(UP, ENTER);
  expect(lines).toEqual(['ls', 'ls']);
});

it('is kept as far as it came when the chat ends', async () => {
  const { chat, print } = startShell();
  chat.type(...'!make', ENTER);
  await chat.until('$ make');
  print('half\n');
  await chat.chat.stop();
  expect(notes(chat)).toEqual(['$ make\nhalf\n(ended with the chat)']);
});

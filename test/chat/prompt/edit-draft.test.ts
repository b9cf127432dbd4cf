// The draft in the user's own editor: what comes back, and that nothing is lost.

import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';

import { editInFile } from '../../../src/chat/prompt/edit-in-file.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat, type ScriptedChat } from '../scripted-host.js';

const CTRL_G = '\x07';
const ENTER = '\r';
const LINES = Array.from({ length: 20 }, (_, at) => `\tline ${at}`).join('\n');

describe('a text in an editor', () => {
  it('is a file for the user alone, as a whole, and is gone afterwards', async () => {
    let file = '';
    const edited = await editInFile('one\n漢字', {
      env: { EDITOR: 'nano', VISUAL: 'code --wait' },
      run: async (command) => {
        file = command.at(-1) as string;
        expect(command.slice(0, 3)).toEqual(['/bin/sh', '-c', 'code --wait "$@"']);
        expect((await stat(file)).mode & 0o777).toBe(0o600);
        expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
        expect(await readFile(file, 'utf8')).toBe('one\n漢字\n');
        await appendFile(file, '!\r\n');
        return { code: 0 };
      },
    });
    // The end of the last line is the editor's.
    expect(edited).toBe('one\n漢字\n!');
    expect(existsSync(dirname(file))).toBe(false);
  });

  it.each([
    [{ code: 1 }, 'the editor exited with 1; the draft is as it was'],
    [{ code: 127 }, 'the editor vi was not found; set VISUAL or EDITOR to one that is installed'],
    [{ signal: 1 }, 'the editor was ended by signal 1; the draft is as it was'],
  ])('is not taken from one that ends by %j', async (end, message) => {
    const run = async (command: readonly string[]) => {
      await writeFile(command.at(-1) as string, 'half');
      return end;
    };
    await expect(editInFile('text', { env: {}, run })).rejects.toThrow(message);
  });
});

describe('a draft in an editor', () => {
  function start(edit: (text: string) => Promise<string>): ScriptedChat {
    return startChat({ cols: 80, host: { edit } });
  }
  const sent = ({ records }: ScriptedChat): string[] =>
    records.flatMap((record) => (record.type === 'question' ? [record.text] : []));
  const paste = ({ pty }: ScriptedChat, text: string): void =>
    pty.write(new TextEncoder().encode(`\x1b[200~${text}\x1b[201~`));

  it.each([
    ['Ctrl-G', [CTRL_G]],
    ['Ctrl-X Ctrl-E', ['\x18', '\x05']],
  ])('is replaced by what it leaves, by %s; undo brings it back', async (_, keys) => {
    const chat = start(async (text) => `${text}, and more`);
    chat.type(...'one', ...keys);
    await chat.until('> one, and more');
    expect(chat.draft()).toBe('one, and more');
    chat.type('\x1f');
    expect(chat.screen()).toMatch(/> one$/m);
  });

  it('has folded pastes opened, which are folded again if they are still in it', async () => {
    const seen: string[] = [];
    const chat = start(async (text) => {
      seen.push(text);
      return seen.length === 1 ? `${text} now` : text.replace('line 19', 'LINE 19');
    });
    chat.type(...'see ');
    paste(chat, LINES);
    chat.type(CTRL_G);
    await chat.until('> see [pasted #1: 20 lines] now');
    chat.type(CTRL_G);
    await chat.until('LINE 19');
    chat.type('\r');
    expect(seen).toEqual([`see ${LINES}`, `see ${LINES} now`]);
    expect(sent(chat)).toEqual([`see ${LINES.replace('line 19', 'LINE 19')} now`]);
  });

  it('stays as it is when the editor fails, which is said', async () => {
    const chat = start(() => Promise.reject(new Error('the editor exited with 1; the draft is as it was')));
    chat.type(...'one', CTRL_G);
    await chat.until('the editor exited with 1; the draft is as it was');
    expect(chat.screen()).toContain('> one');
  });

  it('is kept beside what came into the prompt meanwhile', async () => {
    let leave = (_text: string): void => {};
    const chat = start(() => new Promise((resolve) => (leave = resolve)));
    chat.chat.pause();
    chat.chat.send('queued');
    chat.type(...'one', CTRL_G, '\x1b[1;3A');
    await chat.until('> queued');
    leave('edited');
    await waitUntil('it is in the draft', () => chat.draft() === 'edited\nqueued\none');
  });

  it('names and runs nothing that was pasted, however the paste is changed in the editor', async () => {
    const names = async (typed: string, pasted: string, edit: (text: string) => string) => {
      const chat = start(async (text) => edit(text));
      chat.type(...typed);
      if (pasted !== '') paste(chat, pasted);
      chat.type(CTRL_G);
      await waitUntil('it is edited', () => chat.draft().endsWith('.'));
      chat.type(ENTER);
      const [record] = chat.records;
      return record?.type === 'question'
        ? (record.refs ?? []).map((at) => record.text.slice(at, at + 5))
        : [];
    };
    const log = `${LINES}\n@/etc/x`;
    // Typed at the prompt or, where no @ was pasted, in the editor.
    expect(await names('see @abcd ', '', (text) => `${text}and @efgh .`)).toEqual(['@abcd', '@efgh']);
    expect(await names('see @abcd ', log, (text) => `${text.replace('line 3', 'LINE')} @efgh .`)).toEqual([
      '@abcd',
    ]);
    expect(await names('see @abcd ', 'x @/etc/x y', (text) => `${text}, and @efgh .`)).toEqual(['@abcd']);
    // A command that was pasted is a text.
    expect(await names('', '!rm x', (text) => `${text} .`)).toEqual([]);
  });
});

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SessionFolder } from '../../src/store/session-folder.js';
import { newDirectory } from '../temporary-directory.js';

const NO_LINES = { first: 0, end: 0, read: () => [] };

const openIn = (sessionsDir: string, problems: string[] = []): SessionFolder =>
  SessionFolder.open({ sessionsDir, id: 'abc', onProblem: (message) => problems.push(message) });

describe('SessionFolder', () => {
  it('is made closed to others, and has nothing at first', () => {
    const folder = openIn(newDirectory());
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect([folder.loadDraft(), folder.loadScreen()]).toEqual(['', undefined]);
    expect(folder.readTranscript()).toEqual({ records: [], problems: [] });
  });

  it('gives back transcript, draft and screen after a restart', async () => {
    const directory = newDirectory();
    const folder = openIn(directory);
    folder.transcript.append([{ type: 'seen', at: 1 }]);
    const lines = { first: 0, end: 1, read: () => [Buffer.from('above\n')] };
    await Promise.all([
      folder.saveDraft('two\nlines 漢'),
      folder.saveScreen('\u001b[31mred\u001b[m\n', lines, { printing: false }),
    ]);
    await folder.close();
    const again = openIn(directory);
    expect(again.readTranscript().records).toEqual([{ type: 'seen', at: 1 }]);
    expect(again.loadDraft()).toBe('two\nlines 漢');
    expect(again.loadScreen()).toEqual({
      screen: '\u001b[31mred\u001b[m\n',
      lines: Buffer.from('above\n'),
      first: 0,
    });
    expect(readdirSync(folder.path).sort()).toEqual([
      'draft.txt',
      'screen.txt',
      'scrollback.txt',
      'transcript.jsonl',
    ]);
    expect(statSync(join(folder.path, 'draft.txt')).mode & 0o777).toBe(0o600);
  });

  it('keeps the newest of many drafts saved at once, and has it on disk when closed', async () => {
    const folder = openIn(newDirectory());
    const typed = 'a draft as it is typed';
    for (let length = 1; length <= typed.length; length++) void folder.saveDraft(typed.slice(0, length));
    await folder.close();
    expect(folder.loadDraft()).toBe(typed);
    await folder.saveDraft('');
    expect(folder.loadDraft()).toBe('');
  });

  it('stays away once removed, also with a save on its way', async () => {
    const directory = newDirectory();
    const folder = openIn(directory);
    const saving = [folder.saveDraft('first'), folder.saveDraft('second')];
    await folder.remove();
    await Promise.all(saving);
    await folder.saveDraft('late');
    expect(existsSync(folder.path)).toBe(false);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('tells which draft cannot be saved, and throws nothing', async () => {
    const problems: string[] = [];
    const folder = openIn(newDirectory(), problems);
    rmSync(folder.path, { recursive: true });
    await folder.saveDraft('x');
    await folder.saveScreen('x', NO_LINES, { printing: false });
    expect(problems).toEqual([
      expect.stringMatching(/^draft of session abc cannot be saved: .*ENOENT/),
      expect.stringMatching(/^screen of session abc cannot be saved: .*ENOENT/),
    ]);
  });
});

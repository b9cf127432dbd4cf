import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDisk } from '../../src/files/disk.js';
import { SessionFolder } from '../../src/store/session-folder.js';
import { newDirectory } from '../temporary-directory.js';

const NO_LINES = { first: 0, end: 0, read: () => [] };

const openIn = (sessionsDir: string, disk = openDisk()): SessionFolder =>
  SessionFolder.open({ sessionsDir, id: 'abc', disk });

describe('SessionFolder', () => {
  it('is made closed to others, and has nothing at first', () => {
    const folder = openIn(newDirectory());
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect([folder.loadDraft(), folder.loadScreen()]).toEqual(['', undefined]);
    expect(folder.loadTranscript()).toEqual({ records: [], unknown: 0 });
  });

  it('gives back transcript, draft and screen after a restart', async () => {
    const directory = newDirectory();
    const folder = openIn(directory);
    folder.transcript.append([{ type: 'seen', at: 1 }]);
    const lines = { first: 0, end: 1, read: () => [Buffer.from('above\n')] };
    await Promise.all([
      folder.saveDraft('two\nlines 漢'),
      folder.savePrinted([{ kind: 'command', name: '$ make', text: 'é', bytes: 2 }]),
      folder.saveScreen('\x1b[31mred\x1b[m\n', lines, { printing: false }),
    ]);
    await folder.close();
    const again = openIn(directory);
    expect(again.loadTranscript().records).toEqual([{ type: 'seen', at: 1 }]);
    expect(again.loadDraft()).toBe('two\nlines 漢');
    expect(again.loadPrinted()).toEqual([{ kind: 'command', name: '$ make', text: 'é', bytes: 2 }]);
    expect(again.loadScreen()).toEqual({
      screen: '\x1b[31mred\x1b[m\n',
      lines: Buffer.from('above\n'),
      first: 0,
    });
    expect(readdirSync(folder.path).sort()).toEqual([
      'draft.txt',
      'printed.json',
      'screen.txt',
      'scrollback.txt',
      'transcript.jsonl',
    ]);
    expect(statSync(join(folder.path, 'draft.txt')).mode & 0o777).toBe(0o600);
  });

  it('removes what a write of a killed server left in it, and nothing that is being written', async () => {
    const directory = newDirectory();
    const { path } = openIn(directory);
    const [old, newer, mine] = ['draft.txt.0123456789ab.tmp', 'draft.txt.ba9876543210.tmp', 'mine.tmp'];
    for (const name of [old, newer, mine]) writeFileSync(join(path, name), 'half');
    for (const name of [old, mine]) utimesSync(join(path, name), 1, 1);
    await openIn(directory).close();
    expect(readdirSync(path).sort()).toEqual([newer, mine]);
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

  it('keeps in memory what cannot be saved, names it, and saves it when it can', async () => {
    const disk = openDisk();
    const directory = newDirectory();
    const folder = openIn(directory, disk);
    rmSync(folder.path, { recursive: true });
    await folder.saveDraft('typed');
    await folder.saveScreen('drawn', NO_LINES, { printing: false });
    folder.transcript.append([{ type: 'seen', at: 1 }]);
    expect(disk.unsaved.sentence).toMatch(
      /^not saved yet, kept in memory: draft of session abc, screen of session abc, transcript of session abc: ENOENT/,
    );
    // Closed and opened again meanwhile, it is the same object.
    await folder.close();
    expect(openIn(directory, disk).loadDraft()).toBe('typed');
    expect(openIn(directory, disk).loadTranscript().records).toEqual([{ type: 'seen', at: 1 }]);
    await disk.unsaved.retry();
    expect(disk.unsaved.sentence).toBeUndefined();
    const later = openIn(directory);
    expect(later.loadDraft()).toBe('typed');
    expect(later.loadScreen()?.screen).toBe('drawn');
    expect(later.loadTranscript().records).toEqual([{ type: 'seen', at: 1 }]);
  });
});

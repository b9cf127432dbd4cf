import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { openDisk } from '../../src/files/disk.js';
import { QuestionHistory } from '../../src/store/question-history.js';
import { newDirectory } from '../temporary-directory.js';

function open() {
  const directory = newDirectory();
  const file = join(directory, 'history.jsonl');
  const problems: string[] = [];
  const sessionsDir = join(directory, 'sessions');
  const chatsDir = join(directory, 'chats');
  const options = {
    file,
    sessionsDir,
    chatsDir,
    disk: openDisk(),
    log: (text: string) => problems.push(text),
  };
  return { history: new QuestionHistory(options), file, sessionsDir, chatsDir, problems };
}

const question = (text: string, at: number): string =>
  `${JSON.stringify({ type: 'question', id: text, parent: null, text, at })}\n`;

function writeTranscript(sessionsDir: string, id: string, ...lines: string[]): void {
  mkdirSync(join(sessionsDir, id), { recursive: true });
  writeFileSync(join(sessionsDir, id, 'transcript.jsonl'), lines.join(''));
}

describe('the history of questions', () => {
  it('is made from all transcripts when it is first wanted, and for the user alone', async () => {
    const { history, file, sessionsDir, chatsDir, problems } = open();
    writeTranscript(sessionsDir, 'one', question('first', 1), '{"torn', '\n', question('third', 3));
    writeTranscript(sessionsDir, 'two', question('second\n漢字', 2));
    mkdirSync(chatsDir);
    writeFileSync(join(chatsDir, 'plain.jsonl'), question('fourth', 4));
    history.add({ session: 'one', at: 3, text: 'third' });
    await history.idle();
    expect(existsSync(file)).toBe(false);
    expect(await history.all()).toEqual([
      { session: 'one', at: 1, text: 'first' },
      { session: 'two', at: 2, text: 'second\n漢字' },
      { session: 'one', at: 3, text: 'third' },
      { session: 'plain', at: 4, text: 'fourth' },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(problems).toEqual([]);
  });

  it('has what is asked afterwards, and not what a deleted session asked', async () => {
    const { history, file, sessionsDir } = open();
    writeTranscript(sessionsDir, 'one', question('first', 1));
    await history.all();
    history.add({ session: 'two', at: 2, text: 'second @a', refs: [7] });
    history.add({ session: 'one', at: 3, text: 'x'.repeat(200_000) });
    expect((await history.all()).map(({ text }) => text)).toEqual(['first', 'second @a']);
    await history.forget('one');
    expect(await history.all()).toEqual([{ session: 'two', at: 2, text: 'second @a', refs: [7] }]);
    expect(readFileSync(file, 'utf8')).not.toContain('first');
  });

  it('keeps the last 10,000, and goes on after a torn line', async () => {
    const { history, file } = open();
    const lines = Array.from({ length: 12_001 }, (_, at) =>
      JSON.stringify({ session: 's', at, text: `q${at}` }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const kept = await history.all();
    expect([kept.length, kept[0]?.text]).toEqual([10_000, 'q2001']);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(10_001);
    appendFileSync(file, '{"session":"s","at":1,"te');
    expect(await history.all()).toHaveLength(10_000);
    history.add({ session: 's', at: 5, text: 'after' });
    expect((await history.all()).at(-1)?.text).toBe('after');
  });
});

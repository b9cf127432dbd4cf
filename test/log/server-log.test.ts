import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openServerLog } from '../../src/log/server-log.js';
import { newDirectory } from '../temporary-directory.js';

const newFile = (): string => join(newDirectory(), 'server.log');
const now = (): Date => new Date(Date.UTC(2026, 0, 2, 3, 4, 5));

describe('openServerLog', () => {
  it('writes one line an entry, with time and level', () => {
    const file = newFile();
    const log = openServerLog({ file, secrets: [], now });
    log.info('started');
    log.warn('two\n  lines');
    expect(readFileSync(file, 'utf8')).toBe(
      '2026-01-02T03:04:05.000Z info started\n2026-01-02T03:04:05.000Z warn two | lines\n',
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    log.close();
  });

  it('indents stacks, with their causes', () => {
    const file = newFile();
    const log = openServerLog({ file, secrets: [], now });
    log.error('pane died', new Error('outer', { cause: new Error('inner') }));
    log.error('odd', 'just text');
    log.close();
    const [first, ...rest] = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(first).toBe('2026-01-02T03:04:05.000Z error pane died');
    const entry = rest.findIndex((line) => line.startsWith('2026'));
    expect(rest.slice(0, entry).every((line) => line.startsWith('    '))).toBe(true);
    expect(rest).toContain('    caused by Error: inner');
    expect(rest.slice(entry + 1)).toEqual(['    just text']);
  });

  it('leaves out what is below its level', () => {
    const file = newFile();
    const log = openServerLog({ file, secrets: [], level: 'warn' });
    log.info('no');
    log.debug('no');
    log.warn('yes');
    log.close();
    expect(readFileSync(file, 'utf8').match(/yes|no/g)).toEqual(['yes']);
  });

  it('takes secrets out of lines and stacks, also those known later', () => {
    const file = newFile();
    const log = openServerLog({ file, secrets: ['first-secret'] });
    log.addSecrets(['later-secret', 'first-secret-and-more']);
    log.error('uses first-secret-and-more', new Error('later-secret was refused'));
    log.close();
    expect(readFileSync(file, 'utf8')).not.toMatch(/first-secret|later-secret|and-more/);
  });

  it('keeps one old file and never grows over its limit', () => {
    const file = newFile();
    const log = openServerLog({ file, secrets: [], maxBytes: 1000 });
    for (let entry = 0; entry < 100; entry++) log.info(`entry ${entry}`);
    log.close();
    expect(statSync(file).size).toBeLessThanOrEqual(1000);
    expect(statSync(`${file}.1`).size).toBeLessThanOrEqual(1000);
    expect(existsSync(`${file}.2`)).toBe(false);
    const kept =
      (readFileSync(`${file}.1`, 'utf8') + readFileSync(file, 'utf8')).match(/(?<=entry )\d+/g) ?? [];
    const first = Number(kept[0]);
    expect(kept.map(Number)).toEqual(Array.from({ length: 100 - first }, (_, index) => first + index));
  });

  it('goes on with the size that an earlier run left', () => {
    const file = newFile();
    const write = (text: string): void => {
      const log = openServerLog({ file, secrets: [], maxBytes: 200 });
      log.info(text);
      log.close();
    };
    write('a'.repeat(120));
    write('b'.repeat(120));
    expect(readFileSync(file, 'utf8')).toContain('bbb');
    expect(readFileSync(`${file}.1`, 'utf8')).toContain('aaa');
  });

  it('never throws, not even where it cannot write or after its end', () => {
    const log = openServerLog({ file: '/nowhere/at/all/server.log', secrets: [] });
    expect(() => log.error('x', new Error('y'))).not.toThrow();
    log.close();
    expect(() => log.info('late')).not.toThrow();
  });
});

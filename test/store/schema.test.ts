import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SessionRecord } from '../../src/store/session-record.js';
import { decodeArchive, decodeIndex, STORE_VERSION } from '../../src/store/schema.js';
import { UserError } from '../../src/text/user-error.js';

const FIXTURES = new URL('../../fixtures/store/', import.meta.url);
const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8')) as {
    index: Record<string, unknown>;
    archive: Record<string, unknown>;
  };
const SESSION: SessionRecord = {
  id: 'abc',
  number: 1,
  name: 'chat-1',
  named: false,
  kind: 'chat',
  type: 'chat',
  cwd: '/home/ada',
  created: 1,
  lastUsed: 2,
  turns: 0,
  unread: 0,
};
const PROGRAM: SessionRecord = { ...SESSION, kind: 'program', command: ['make'] };
const indexOf = (...sessions: unknown[]): string =>
  JSON.stringify({ version: 1, sessions, saves: 1, lastSeenAt: 0, prefixSeen: false });

describe('decodeIndex', () => {
  it('reads every version ever written', () => {
    const versions = readdirSync(FIXTURES);
    expect(versions.sort()).toEqual(
      Array.from({ length: STORE_VERSION }, (_, index) => `v${index + 1}.json`),
    );
    for (const name of versions) {
      const { index, archive } = fixture(name);
      const decoded = decodeIndex(JSON.stringify(index));
      expect(decoded.problems).toEqual([]);
      expect(decoded.value.sessions).toHaveLength((index['sessions'] as unknown[]).length);
      expect(decodeArchive(JSON.stringify(archive)).problems).toEqual([]);
    }
  });

  it('gives back the current version as it was written', () => {
    const { index, archive } = fixture(`v${STORE_VERSION}.json`);
    expect(decodeIndex(JSON.stringify(index)).value).toEqual(index);
    expect(decodeArchive(JSON.stringify(archive)).value).toEqual(archive);
  });

  it.each([
    ['number', -1, 0],
    ['number', 1.5, 0],
    ['name', 7, 'recovered-abc'],
    ['named', 'yes', true],
    ['kind', 'agent', 'chat'],
    ['model', null, undefined],
    ['cwd', ['/'], '/'],
    ['worktree', { path: '/w' }, undefined],
    ['created', '2026', 2],
    ['lastUsed', -1, 1],
    ['turns', undefined, 0],
    ['unread', 1e99, 0],
    ['lastQuestion', 7, undefined],
    ['blockedMs', -5, undefined],
    ['command', 'make', []],
    ['command', ['make', 1], []],
    ['exit', { code: 1 }, undefined],
    ['exit', 'gone', undefined],
  ])('resets the %s of a session that is %j, and keeps the rest of it', (field, value, reset) => {
    const whole = field === 'command' || field === 'exit' ? PROGRAM : SESSION;
    const { value: index, problems } = decodeIndex(indexOf({ ...whole, [field]: value }));
    const { [field as keyof typeof whole]: _damaged, ...rest } = whole;
    expect(index.sessions).toEqual([reset === undefined ? rest : { ...rest, [field]: reset }]);
    expect(problems).toEqual([
      expect.stringMatching(new RegExp(`^index\\.json: session .* is damaged: ${field} reset$`)),
    ]);
    expect(decodeIndex(indexOf(...index.sessions)).problems).toEqual([]);
  });

  it('keeps a program whose kind is damaged a program', () => {
    const { value } = decodeIndex(indexOf({ ...SESSION, kind: 'progrom', command: ['make'] }));
    expect(value.sessions).toMatchObject([{ kind: 'program', command: ['make'] }]);
  });

  it.each(['../../etc', '', 7, undefined])('sets a session aside whose id is %j', (id) => {
    const { value, problems } = decodeIndex(indexOf({ ...SESSION, id }, { ...SESSION, id: 'other' }));
    expect(value.sessions.map((session) => session.id)).toEqual(['other']);
    expect(problems).toEqual(['index.json: session "chat-1" set aside, damaged: id']);
  });

  it('sets aside what is no session, and the second of an id', () => {
    const { value, problems } = decodeIndex(indexOf(null, 7, SESSION, { ...SESSION, name: 'copy' }));
    expect(value.sessions).toEqual([SESSION]);
    expect(problems).toEqual([
      'index.json: session at position 1 set aside, damaged: shape',
      'index.json: session at position 2 set aside, damaged: shape',
      'index.json: session "copy" set aside, duplicate id',
    ]);
  });

  it('takes defaults for what is damaged beside the sessions', () => {
    const { value, problems } = decodeIndex(
      JSON.stringify({ version: 1, sessions: [SESSION], lastSeenAt: 'x', prefixSeen: 1, meanwhile: [] }),
    );
    expect(problems).toHaveLength(4);
    expect(value).toEqual({ version: 1, sessions: [SESSION], saves: 0, lastSeenAt: 0, prefixSeen: false });
  });

  it('refuses a newer version with the way out', () => {
    const newer = JSON.stringify({ version: STORE_VERSION + 1, sessions: 'of another shape' });
    expect(() => decodeIndex(newer)).toThrow(UserError);
    expect(() => decodeArchive(newer)).toThrow(/newer qmux.*-L/);
  });

  it('throws for any other text, and never a UserError', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom('{}', '[]', '{"version":1}', '{"version":0,"sessions":[]}'),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let thrown: unknown;
        try {
          decodeIndex(text);
        } catch (error) {
          thrown = error;
        }
        expect(thrown).toBeInstanceOf(Error);
        expect(thrown).not.toBeInstanceOf(UserError);
      }),
    );
  });
});

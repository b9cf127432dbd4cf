import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeArchive, decodeIndex, STORE_VERSION, type SessionMeta } from '../../src/store/schema.js';
import { UserError } from '../../src/text/user-error.js';

const FIXTURES = new URL('../../fixtures/store/', import.meta.url);
const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8')) as {
    index: Record<string, unknown>;
    archive: Record<string, unknown>;
  };
const SESSION: SessionMeta = {
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
const indexOf = (...sessions: unknown[]): string => JSON.stringify({ version: 1, sessions });

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
    ['id', '../../etc'],
    ['id', ''],
    ['number', -1],
    ['number', 1.5],
    ['name', 7],
    ['named', 'yes'],
    ['kind', 'agent'],
    ['model', null],
    ['created', '2026'],
    ['turns', undefined],
    ['command', 'make'],
    ['command', ['make', 1]],
    ['exit', { code: 1 }],
    ['exit', 'gone'],
  ])('sets a session aside whose %s is %j, and keeps the others', (field, value) => {
    const { value: index, problems } = decodeIndex(
      indexOf({ ...SESSION, [field]: value }, { ...SESSION, id: 'other' }),
    );
    expect(index.sessions.map((session) => session.id)).toEqual(['other']);
    expect(problems).toEqual([expect.stringContaining(`its ${field} is damaged`)]);
  });

  it('sets aside what is no session, and the second of an id', () => {
    const { value, problems } = decodeIndex(indexOf(null, 7, SESSION, { ...SESSION, name: 'copy' }));
    expect(value.sessions).toEqual([SESSION]);
    expect(problems).toEqual([
      'index.json: session at position 1 set aside, its shape is damaged',
      'index.json: session at position 2 set aside, its shape is damaged',
      'index.json: session "copy" set aside, its id is a duplicate',
    ]);
  });

  it('takes defaults for what is damaged beside the sessions', () => {
    const { value } = decodeIndex(
      JSON.stringify({ version: 1, sessions: [SESSION], lastSeenAt: 'x', prefixSeen: 1 }),
    );
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

// The tool search, by our own walk and, where it is installed, by ripgrep: what it finds, what it leaves out,
// and that no expression holds the loop.

import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ToolPlace } from './tool-place.js';

const PATH = process.env['PATH'] ?? '';
const hasRipgrep = PATH.split(':').some((folder) => existsSync(join(folder, 'rg')));

describe.each([['our walk', ''], ...(hasRipgrep ? [['ripgrep', PATH]] : [])])(
  'search by %s',
  (_how, path) => {
    it('finds lines below the folder, but not in what is ignored, private, linked or binary', async () => {
      const place = new ToolPlace({ path: path ?? '', closed: ['own [1]'] });
      place.write('outside.txt', 'needle');
      for (const hidden of ['own [1]/token', '.aws/credentials', 'sub/.config/gh/hosts.yml', 'a.key'])
        place.write(`project/${hidden}`, 'needle');
      place.write('project/.git/HEAD', 'needle');
      place.write('project/.gitignore', 'built/\n*.log\n!kept.log\n');
      place.write('project/a.ts', 'hay\nthe needle\n');
      place.write('project/sub/b.js', 'Needle');
      place.write('project/built/c.ts', 'needle');
      place.write('project/x.log', 'needle');
      place.write('project/kept.log', 'needle');
      place.write('project/.env', 'needle');
      place.write('project/sub/id_rsa', 'needle');
      place.write('project/data', Uint8Array.of(0, ...Buffer.from('needle')));
      symlinkSync('../outside.txt', join(place.directory, 'link.txt'));
      const { output, asked } = await place.call('search', { pattern: 'needle' });
      expect(output.split('\n').sort()).toEqual([
        `${place.directory}/a.ts:2: the needle`,
        `${place.directory}/kept.log:1: needle`,
      ]);
      expect(asked).toEqual([]);
      const only = await place.call('search', { pattern: 'NEEDLE', files: '*.{js,mjs}', ignore_case: true });
      expect(only.output).toBe(`${place.directory}/sub/b.js:1: Needle`);
      expect((await place.call('search', { pattern: 'x', path: '..' })).asked).toHaveLength(1);
      expect(await place.call('search', { pattern: '(' })).toMatchObject({ isError: true });
      expect((await place.call('search', { pattern: 'nowhere' })).output).toMatch(/nothing found/);
    });

    it('says when there is more', async () => {
      const place = new ToolPlace({ path: path ?? '' });
      place.write('project/a.txt', 'x\n'.repeat(300));
      const { output } = await place.call('search', { pattern: 'x' });
      expect(output.split('\n')).toHaveLength(201);
      expect(output).toMatch(/only the first 200/);
    });
  },
);

describe('search by our walk', () => {
  it('gives up an expression that would never end, and holds the event loop meanwhile for moments', async () => {
    const place = new ToolPlace();
    place.write('project/a.txt', `${'a'.repeat(60)}b\n`);
    let turns = 0;
    const clock = setInterval(() => turns++, 1);
    const { output } = await place.call('search', { pattern: '^(a+)+$' });
    clearInterval(clock);
    expect(output).toMatch(/takes too long/);
    expect(turns).toBeGreaterThan(3);
  });
});

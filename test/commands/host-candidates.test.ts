import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { hostCandidates } from '../../src/commands/completion/host-candidates.js';
import { newDirectory } from '../temporary-directory.js';

it('hosts to complete are those of both configs, and of the files that ssh includes, but no pattern', () => {
  const home = newDirectory();
  expect(hostCandidates({}, home)).toEqual([]);
  mkdirSync(join(home, '.ssh', 'more'), { recursive: true });
  const write = (name: string, ...lines: string[]): void =>
    writeFileSync(join(home, '.ssh', name), lines.join('\n'));
  write(
    'config',
    'Include more/*.conf ~/.ssh/none ~/.ssh/config',
    'Host *',
    '  HostName never',
    'host = gate "quoted name" *.example !not -option # comment',
    'Match host matched',
    'HOST box',
  );
  write('more/one.conf', 'Host included', '', '# Host commented');
  write('more/.hidden.conf', 'Host hidden');
  write('more/two.txt', 'Host other');
  expect(hostCandidates({ devbox: {}, gate: {}, 'two words': {}, '-o': {} }, home)).toEqual([
    { value: 'devbox', summary: 'of the config' },
    { value: 'gate', summary: 'of the config' },
    { value: 'included', summary: 'of ~/.ssh/config' },
    { value: 'box', summary: 'of ~/.ssh/config' },
  ]);
});

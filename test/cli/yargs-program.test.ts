// The shell's help, version and errors for options: what the yargs program makes of the registry.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Call } from '../../src/cli/call.js';
import { VERBS_RUN_HERE } from '../../src/cli/send-line.js';
import { SHELL_ONLY_COMMANDS } from '../../src/cli/shell-only-commands.js';
import { answerOption, helpText } from '../../src/cli/yargs-program.js';
import { registry } from '../../src/commands/registry.js';
import { VERSION } from '../../src/protocol/version.js';
import { temporaryHome, type TemporaryHome } from '../harness/home.js';

let home: TemporaryHome;
let call: Call;
beforeEach(() => {
  home = temporaryHome();
  const paths = home.paths();
  call = { serverName: 'default', isNamed: false, paths, entry: '', env: home.env, cwd: '/' };
});
afterEach(() => home.remove());

const ALL = [...registry.commands, ...SHELL_ONLY_COMMANDS];

describe('help', () => {
  it('lists every command within 80 columns, as it is typed in a shell', async () => {
    const text = await helpText(call);
    for (const { name, summary, unlisted } of ALL) {
      const [first = ''] = summary.split(' ');
      const isListed = new RegExp(`^ +qmux ${name} +${first}`, 'm').test(text);
      expect([name, isListed]).toEqual([name, !unlisted]);
    }
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(text).toContain('after Ctrl-q : without');
    expect(text).not.toMatch(/[\uf8f0-\uf8f2]/);
    expect(await answerOption(call, '--help')).toBe(text);
    expect(await answerOption(call, '-h')).toBe(text);
  });

  it('explains each: usage, summary, every flag, other names', async () => {
    for (const { name, summary, flags, aliases } of ALL) {
      const text = await helpText(call, name);
      const words = text.replace(/\s+/g, ' ');
      expect(text).toMatch(new RegExp(`^usage: ${name}( |\n)`));
      expect(words).toContain(summary);
      for (const flag of flags) {
        const typed = flag.name.length === 1 ? `-${flag.name}` : `--${flag.name}`;
        const short = flag.short === undefined ? '' : `-${flag.short}, `;
        expect(words).toContain(` ${short}${typed} ${flag.summary}`);
      }
      expect(words.includes(`also: ${aliases.join(', ')}`)).toBe(aliases.length > 0);
    }
  });

  it('finds a command by what means it, and names near ones of another', async () => {
    const [list, going] = [await helpText(call, 'ls'), await helpText(call, 'next')];
    expect([list, going]).toEqual([
      expect.stringMatching(/^usage: sessions/),
      expect.stringMatching(/^usage: switch/),
    ]);
    expect(await helpText(call, 'attach-session')).toMatch(/^usage: attach/);
    await expect(helpText(call, 'swich')).rejects.toMatchObject({
      message: 'no command swich; did you mean switch?',
      exitCode: 2,
    });
  });
});

describe('an option in place of a command', () => {
  it.each(['--version', '-V'])('%s prints the version', async (word) => {
    expect(await answerOption(call, word)).toBe(VERSION);
  });

  it.each(['--bogus', '-x', '-5', '--', '-', '-v', '--L', '-L=x', '--help=false', '--no-help', '--hel'])(
    '%s is refused by its own name',
    async (word) => {
      await expect(answerOption(call, word)).rejects.toMatchObject({
        name: 'UserError',
        message: `qmux does not know ${word}; /help lists the commands`,
        exitCode: 2,
      });
    },
  );

  it.each(['--get-yargs-completions', '--__proto__', '--show-hidden', '--constructor'])(
    '%s of yargs itself means nothing',
    async (word) => {
      await expect(answerOption(call, word)).rejects.toThrow(`qmux does not know ${word}`);
    },
  );
});

it('the verbs that never go to a server as typed are those that run in the shell, by every name', () => {
  const own = ['doctor', 'help', 'quit'].flatMap((name) => {
    const command = registry.find(name);
    return [name, ...(command?.aliases ?? [])];
  });
  expect([...VERBS_RUN_HERE].sort()).toEqual([...own, 'completion', 'config', 'hosts', 'import-tmux'].sort());
});

// For any command and any entrance: a word that does not fit is named, with the way out as it is typed there.

import { describe, expect, it } from 'vitest';

import { registry } from '../../src/commands/registry.js';
import { createRecorder, WAYS } from '../server/recording-runner.js';

type Way = keyof typeof WAYS;
const WAY_NAMES = Object.keys(WAYS) as Way[];

/** What the user reads, and for the shell the exit code. */
async function say(way: Way, line: string): Promise<{ text: string; exitCode?: number; calls: string[] }> {
  const recorder = createRecorder();
  const result = (await WAYS[way](recorder, line)) as
    { stderr?: string; stdout?: string; exitCode?: number; text?: string } | undefined;
  const text = [result?.stderr, result?.text, ...recorder.messages].filter((each) => each).join('\n');
  const { exitCode } = result ?? {};
  return { text, calls: recorder.calls, ...(exitCode === undefined ? {} : { exitCode }) };
}

/** Texts may begin with a dash: what follows is the user's. */
const TAKE_ANY_TEXT = new Set(['prompt', 'program', 'steer', 'stash']);
const COMMANDS = registry.commands.filter(({ name }) => !TAKE_ANY_TEXT.has(name));

/** How each entrance names a command. */
const OF_OTHERS: Readonly<Record<Way, RegExp>> = {
  cli: /(^|\s)[/:](sessions|help|switch|reopen)\b/,
  slash: /\bqmux (ls|help|switch|reopen)\b|(^|\s):(sessions|help)\b/,
  key: /\bqmux (ls|help|switch|reopen)\b|(^|\s)\/(sessions|help)\b/,
  prompt: /\bqmux (ls|help|switch|reopen)\b|(^|\s)\/(sessions|help)\b/,
};

describe.each(WAY_NAMES)('from the entrance %s', (way) => {
  const refused = async (line: string, named: string): Promise<void> => {
    const { text, exitCode, calls } = await say(way, line);
    expect([line, text]).toEqual([line, expect.stringContaining(named)]);
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(text).not.toMatch(OF_OTHERS[way]);
    // A raw mention is never seen.
    expect(text).not.toMatch(/[\uf8f0-\uf8f2]/);
    expect([line, calls]).toEqual([line, []]);
    if (way === 'cli') expect([line, exitCode]).toEqual([line, 2]);
  };

  it('a flag that a command does not have is named', async () => {
    expect.hasAssertions();
    for (const { name, positionals } of COMMANDS) {
      // All that follows is text.
      if (positionals[0]?.kind === 'text' && positionals[0].rest) continue;
      await refused(`${name} --bogus`, '--bogus');
    }
  });

  it('a word that is missing is named, with what it may be', async () => {
    expect.hasAssertions();
    for (const command of COMMANDS)
      if (command.positionals.some(({ optional }) => !optional))
        await refused(command.name, `${command.name} needs `);
  });

  it('a word too many is named', async () => {
    expect.hasAssertions();
    for (const command of COMMANDS) {
      if (command.positionals.some(({ rest }) => rest)) continue;
      const words = command.positionals.map(({ kind }) => (typeof kind === 'string' ? '2' : (kind[0] ?? '')));
      await refused([command.name, ...words, 'surplus'].join(' '), 'surplus');
    }
  });

  it('a flag without its value is named', async () => {
    expect.hasAssertions();
    for (const { name, flags } of COMMANDS)
      for (const flag of flags)
        if (flag.value && !flag.valueOptional) {
          const typed = flag.name.length === 1 ? `-${flag.name}` : `--${flag.name}`;
          await refused(`${name} ${typed}`, `${typed} needs ${flag.value}`);
        }
  });

  it('a choice that is none is named', async () => {
    expect.hasAssertions();
    for (const { name, positionals } of COMMANDS)
      if (typeof positionals[0]?.kind !== 'string' && positionals[0]) await refused(`${name} bogus`, 'bogus');
  });

  it('a command that is misspelt is named, with those that may be meant', async () => {
    expect.hasAssertions();
    for (const { name } of registry.commands) {
      if (name.length < 5) continue;
      const misspelt = `${name.slice(0, 2)}${name[3]}${name[2]}${name.slice(4)}`;
      if (misspelt === name || registry.names.includes(misspelt)) continue;
      await refused(misspelt, `no command ${misspelt}; did you mean `);
    }
    await refused('qqqqqq', 'no command qqqqqq; ');
  });
});

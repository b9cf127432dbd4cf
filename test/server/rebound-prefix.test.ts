// With another prefix no text names Ctrl-q, wherever it is shown: each names the bound key.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { paneChat } from '../../src/chat/chat-place.js';
import { helpOverview } from '../../src/commands/help.js';
import { registry } from '../../src/commands/registry.js';
import { readKeys } from '../../src/keymap/read-keys.js';
import { spellForShell } from '../../src/cli/shell-words.js';
import { commandWord, keyWord } from '../../src/text/mentions.js';
import { startServer, type StartedServer } from './start-client.js';
import { newDirectory } from '../temporary-directory.js';

const BOUND = { prefix: 'M-a', bindings: { '?': 'none', F1: 'keys', d: 'none', Q: 'detach' } };
const PREFIX = '\x1ba';
const ENTER = '\r';
const END = '\x1b[F';
const DEFAULT = /Ctrl-q|C-q/;

let server: StartedServer | undefined;
afterEach(() => server?.workspace.stop());

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

/** Where the default itself is meant, or text written for it is respelled before it is shown. */
const MAY_NAME_IT = [
  'chat/providers/guide.ts',
  'chat/spell-prefix.ts',
  'cli/reference-pages.ts',
  'cli/run-doctor.ts',
  'commands/check-config.ts',
  'config/options.ts',
  'keymap/default-bindings.ts',
];

describe('with another prefix', () => {
  it('no source has the default one in a text', () => {
    const found = sources('src').filter((file) => {
      const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, '');
      return DEFAULT.test(code);
    });
    expect(found.map((file) => file.replace(/^.*src\//, '')).sort()).toEqual(MAY_NAME_IT);
  });

  it('the screen, its messages, dialogs and notes name the keys that are bound', async () => {
    server = await startServer({ config: BOUND });
    server.store.index.prefixSeen = false;
    const client = server.attach({ rows: 90, cols: 100 });
    await client.waitForText('Alt-a is the prefix: Alt-a F1 shows keys, Alt-a Q detaches');
    await client.waitForText(/Alt-a F1 +all keys/);
    const seen = client.screen();
    const look = async (text: string | RegExp): Promise<void> => {
      await client.waitForText(text);
      seen.push(...client.screen());
    };
    client.type('\u0003');
    await look('/close closes this chat, Alt-a Q detaches');
    client.type(`${PREFIX}g`);
    await look('g is not bound; Alt-a F1 lists the keys');
    client.type(`${PREFIX}\x1bOP`);
    await look('keys after Alt-a');
    for (const letter of 'prefix') client.type(letter);
    await look('send the prefix itself');
    client.type('\x1b[27u\x1b[27u');
    await client.waitForNoText('keys after');
    client.type(`${PREFIX}:help${ENTER}`);
    await client.waitForText('list the sessions');
    // At its end.
    client.type(END);
    await look('after Alt-a : without');
    client.type('q/help\r');
    await client.waitForText('list the sessions');
    client.type(END);
    await look('after Alt-a : without');
    client.type('q');
    await client.waitForNoText('after Alt-a : without');
    client.type('how do I split a pane?\r');
    await look('detach with Alt-a');
    client.type(`${PREFIX}]`);
    await look('nothing has been copied yet; Alt-a [ copies from a pane');
    for (let at = 0; at < 12; at++) client.type(`${PREFIX}"`);
    await look('no room for another pane; close one, or open a new tab with Alt-a c');
    expect(seen.filter((row) => DEFAULT.test(row))).toEqual([]);
  });

  it('the shell names them too, as its config has them', async () => {
    server = await startServer({ config: BOUND });
    const client = server.attach({ rows: 10, cols: 40 });
    await client.waitForText('chat-1');
    let refused = await server.call('split below');
    while (refused.exitCode === 0) refused = await server.call('split below');
    expect(refused.stderr).toBe('no room for another pane; close one, or open a new tab with Alt-a c\n');
    const directory = newDirectory();
    const configFile = join(directory, 'config.toml');
    writeFileSync(configFile, 'prefix = "F12"\n[bindings]\nd = "none"\n');
    const spell = (text: string): Promise<string> => spellForShell(text, () => ({ configFile }));
    expect(await spell(`${keyWord('keys')} or ${keyWord('detach')}`)).toBe('F12 ? or qmux detach');
    expect(await spell(commandWord('sessions --all'))).toBe('qmux ls --all');
    const failing = spellForShell(keyWord('keys'), () => {
      throw new Error('no home');
    });
    expect(await failing).toBe('qmux keys');
  });

  it('what is always there names them: help, and what an empty chat says', () => {
    const { keyOf } = readKeys(BOUND);
    expect(helpOverview(registry, keyOf('prompt'))).toContain('Alt-a :');
    expect(helpOverview(registry, undefined)).not.toMatch(DEFAULT);
    const place = paneChat(readKeys({ prefix: 'F5', bindings: { '?': 'none' } }).keyOf);
    const shown = place.welcome('openai/x').map(({ key = '', text }) => `${key} ${text}`);
    expect(shown).toContain('F5 % a chat beside this one');
    expect(shown.join()).not.toMatch(/all keys|Ctrl-q/);
    expect(place.howToLeave).toBe('/close closes this chat, F5 d detaches');
  });
});

// What texts of the command line name, as it is typed in a shell, with the keys that the config binds. Owns reading the
// config for it, only where a text names a key: most calls need none.

import { DEFAULT_SERVER_NAME, resolvePaths, type Paths } from '../paths/paths.js';
import { mentionsKey, shellWording, spellMentions, type Wording } from '../text/mentions.js';

const NO_KEYS = shellWording(() => undefined);

export async function loadShellWording({ configFile }: Pick<Paths, 'configFile'>): Promise<Wording> {
  const [{ loadConfig }, { readKeys }] = await Promise.all([
    import('../config/load-config.js'),
    import('../keymap/read-keys.js'),
  ]);
  const { config } = await loadConfig(configFile);
  return shellWording(readKeys(config).keyOf);
}

const findOwnPaths = (): Paths => resolvePaths(process.env, { serverName: DEFAULT_SERVER_NAME });

/** findPaths: only called where the text names a key; where it throws no key is named. */
export async function spellForShell(
  text: string,
  findPaths: () => Pick<Paths, 'configFile'> = findOwnPaths,
): Promise<string> {
  if (!mentionsKey(text)) return spellMentions(text, NO_KEYS);
  try {
    return spellMentions(text, await loadShellWording(findPaths()));
  } catch {
    // The text matters, and what is wrong with the paths may be what it says.
    return spellMentions(text, NO_KEYS);
  }
}

// How the command line's texts spell what they name: as typed in a shell, with the keys bound in the config.
// Owns reading the config for that, only if a text names a key: most calls do not need it.

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

/** findPaths: only called if the text names a key; if it throws, no key is named. */
export async function spellForShell(
  text: string,
  findPaths: () => Pick<Paths, 'configFile'> = findOwnPaths,
): Promise<string> {
  if (!mentionsKey(text)) return spellMentions(text, NO_KEYS);
  try {
    return spellMentions(text, await loadShellWording(findPaths()));
  } catch {
    // The text matters more, and it may be the one that says what is wrong with the paths.
    return spellMentions(text, NO_KEYS);
  }
}

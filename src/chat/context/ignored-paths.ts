// Which paths below a directory a repository leaves out, by its .gitignore files. Owns reading them on the
// way down, from the repository's root. Leaves their rules to the library.

import { join } from 'node:path';
import type { Ignore } from 'ignore';

import { readRegularFile } from '../../files/read-file.js';
import { directoriesFromRoot } from './repository-directories.js';

/** Left out everywhere: kept by a tool, and never what is looked for. */
const ALWAYS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.jj', 'node_modules']);
/** A longer one is no list of patterns. */
const MOST_BYTES = 256 * 1024;

interface Level {
  directory: string;
  rules: Ignore;
}

/** The rules that hold within one directory: its own and those of all above it. */
export class IgnoredPaths {
  readonly #levels: readonly Level[];

  private constructor(levels: readonly Level[]) {
    this.#levels = levels;
  }

  /** What the directories above this one say, from its repository's root down. */
  static async above(directory: string): Promise<IgnoredPaths> {
    const above = (await directoriesFromRoot(directory)).slice(0, -1);
    let rules = new IgnoredPaths([]);
    for (const each of above) rules = await rules.within(each);
    return rules;
  }

  /** Also with what a directory below says, if it says anything. */
  async within(directory: string): Promise<IgnoredPaths> {
    const text = await readRegularFile(join(directory, '.gitignore'), { maxBytes: MOST_BYTES }).catch(
      () => undefined,
    );
    if (!text) return this;
    const { default: createIgnore } = await import('ignore');
    const rules = createIgnore({ allowRelativePaths: true }).add(text.toString());
    return new IgnoredPaths([...this.#levels, { directory, rules }]);
  }

  /** directory: where it is, below the one that these rules are of. */
  has(directory: string, name: string, isDirectory: boolean): boolean {
    if (ALWAYS.has(name)) return true;
    const path = `${directory}/${name}${isDirectory ? '/' : ''}`;
    // The deepest file that says something about it counts.
    for (let at = this.#levels.length - 1; at >= 0; at--) {
      const level = this.#levels[at];
      if (!level) continue;
      const { ignored, unignored } = level.rules.test(path.slice(level.directory.length + 1));
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}

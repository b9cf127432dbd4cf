// Which files a tool may look at unasked (pure): those below the session's directory, except those that
// usually hold secrets. Owns these rules. Paths are real ones, of which no part is a link; finding them is
// real-path.ts's.

import { pathWithin } from '../../paths/named-path.js';

export interface LookArea {
  /** Of the session. */
  directory: string;
  /** Folders that need a question even below it: real paths. */
  closed: readonly string[];
}

const globs = (...rows: readonly string[]): readonly string[] => rows.flatMap((row) => row.split('|'));

/** One part of a path, below the session's directory. */
const PRIVATE_NAMES = globs(
  '.env*|id_*|*.pem|*.key|*.p12|*.pfx|*.jks|*.keystore|*.ppk|*.kdbx',
  '.netrc|_netrc|.npmrc|.yarnrc|.yarnrc.yml|.pypirc|.pgpass|.my.cnf|.htpasswd',
  '.git-credentials|.vault-token|.terraformrc|.dockercfg|.s3cfg|.boto|.*_history',
  'credentials.json|credentials.toml|credentials.tfrc.json|*.tfvars|*.tfstate',
);

/** Parts that follow one another, anywhere, also above the session's directory. */
const PRIVATE_PLACES = globs(
  '.ssh|.aws|.azure|.gnupg|.kube|.oci|.password-store|.mozilla|.thunderbird',
  '.docker/config.json|.cargo/credentials|.gem/credentials|.bundle/config|.m2/settings.xml',
  '.gradle/gradle.properties|.composer/auth.json|.subversion/auth',
  '.config/gcloud|.config/gh|.config/glab-cli|.config/hub|.config/op|.config/doctl|.config/rclone',
  '.config/sops|.config/pip|.config/git/credentials|.config/containers/auth.json',
  '.config/composer/auth.json|.config/github-copilot|.config/google-chrome|.config/chromium',
  '.config/qmux|.local/share/qmux|.local/share/keyrings|.local/share/opencode/auth.json',
  '.claude.json|.claude/.credentials.json|.codex/auth.json|.gemini/oauth_creds.json',
  'Library/Keychains|Library/Application*Support/Google/Chrome',
);

/** A git repository's own settings, with the addresses and tokens of remotes; also of submodules. */
const GIT_SETTINGS = /\/\.git\/(?:.*\/)?config(?:\.worktree)?$/i;

/** Environments of processes. */
const SYSTEM = /^\/proc\//;

/** A file system may take .ENV for .env. */
const patternOf = (all: readonly string[]): RegExp => {
  const spelt = all.map((glob) => glob.replace(/[.+^$()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*'));
  return new RegExp(`(?:^|/)(?:${spelt.join('|')})(?:/|$)`, 'i');
};
const NAMED_PRIVATE = patternOf(PRIVATE_NAMES);
const PLACED_PRIVATE = patternOf(PRIVATE_PLACES);

/** In words: as short as it is clear. */
export const spellPath = (directory: string, path: string): string => pathWithin(directory, path) || path;

/** Looking at it needs a question, though it is below the session's directory. */
export const isPrivate = ({ directory, closed }: LookArea, path: string): boolean =>
  NAMED_PRIVATE.test(pathWithin(directory, path) ?? path) ||
  PLACED_PRIVATE.test(path) ||
  GIT_SETTINGS.test(path) ||
  SYSTEM.test(path) ||
  closed.some((folder) => pathWithin(folder, path) !== undefined);

/** The same for ripgrep at the root: what it must not search. Git's own folder is not worth it either. */
export const unsearchedGlobs = ({ closed }: LookArea): string[] => [
  ...PRIVATE_NAMES.map((glob) => `!${glob}`),
  ...PRIVATE_PLACES.map((place) => `!**/${place}`),
  '!.git',
  '!/proc',
  ...closed.map((folder) => `!${folder.replace(/[*?[\]{}\\!]/g, '\\$&')}`),
];

/** Whether looking at it needs no question. */
export const isOpenTo = (area: LookArea, path: string): boolean =>
  pathWithin(area.directory, path) !== undefined && !isPrivate(area, path);

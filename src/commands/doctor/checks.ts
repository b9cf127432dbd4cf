// Checks what qmux depends on, without a server and without a terminal: versions, paths and their modes, the
// config, the model that chats would use, agents on PATH. Owns the checks; changes nothing. Leaves words to
// doctor/report.ts.

import { stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';

import { findPlace } from '../../chat/gguf/find-place.js';
import { describeChoice } from '../../chat/providers/choose-model.js';
import { findChoice } from '../../chat/providers/find-choice.js';
import { chooseProxy } from '../../chat/providers/proxy-choice.js';
import { findPathPrograms } from '../../chat/providers/path-programs.js';
import { loadConfig } from '../../config/load-config.js';
import type { Config } from '../../config/options.js';
import { findRuntimeFault, type Environment, type Paths } from '../../paths/paths.js';
import { VERSION } from '../../protocol/version.js';
import { UserError } from '../../text/user-error.js';
import { checkConfig } from '../check-config.js';
import type { Registry } from '../command.js';
import type { DoctorFacts, ModelFacts, PathFacts } from './facts.js';

/** Agents that qmux is made to run side by side. */
const AGENTS = ['claude', 'codex', 'gemini', 'opencode', 'q', 'kiro-cli', 'aider', 'goose', 'copilot'];

export type SurroundingFacts = Pick<DoctorFacts, 'versions' | 'paths' | 'config' | 'model' | 'agents'>;

export async function inspectSurroundings(options: {
  env: Environment;
  paths: Paths;
  registry: Registry;
}): Promise<SurroundingFacts> {
  const { env, paths, registry } = options;
  const parsed = await loadConfig(paths.configFile);
  const [checkedPaths, agents, model] = await Promise.all([
    Promise.all(placesOf(paths).map((place) => checkPath(place, noteOn(place, env)))),
    findPathPrograms(AGENTS, env['PATH']),
    explainModel(env, parsed.config, dirname(paths.configFile)),
  ]);
  return {
    versions: { qmux: VERSION, node: process.version, platform: `${process.platform} ${process.arch}` },
    paths: checkedPaths,
    config: { file: paths.configFile, problems: checkConfig(parsed, registry) },
    model,
    agents,
  };
}

interface Place {
  what: string;
  path: string;
  kind: 'directory' | 'file' | 'socket';
}

const placesOf = (paths: Paths): Place[] => [
  { what: 'config', path: paths.configFile, kind: 'file' },
  { what: 'data', path: paths.serverDir, kind: 'directory' },
  { what: 'sessions', path: paths.sessionsDir, kind: 'directory' },
  { what: 'log', path: paths.serverLogFile, kind: 'file' },
  { what: 'runtime', path: paths.runtimeDir, kind: 'directory' },
  { what: 'socket', path: paths.socketFile, kind: 'socket' },
];

/** Others may read the config: keys are in the environment, never in it. */
const FORBIDDEN_BITS = (what: string): number => (what === 'config' ? 0o022 : 0o077);

async function checkPath({ what, path, kind }: Place, note: { note?: string }): Promise<PathFacts> {
  try {
    const found = await stat(path);
    const mode = found.mode & 0o777;
    return { what, path, mode: mode.toString(8), problem: findFault(found, { what, kind, mode }), ...note };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { what, path, mode: null, problem: code === 'ENOENT' ? null : message, ...note };
  }
}

/** Of the runtime directory, if it is not the one that the environment names. */
function noteOn({ what, path }: Place, env: Environment): { note?: string } {
  const named = env['XDG_RUNTIME_DIR'];
  if (what !== 'runtime' || env['QMUX_HOME'] || !named || dirname(path) === named) return {};
  const fault = isAbsolute(named)
    ? findRuntimeFault(named, process.getuid?.() ?? 0)
    : 'is not an absolute path';
  return fault === undefined ? {} : { note: `XDG_RUNTIME_DIR ${named} ${fault}, so it is not used` };
}

function findFault(
  found: { uid: number; isDirectory(): boolean; isFile(): boolean },
  { what, kind, mode }: { what: string; kind: Place['kind']; mode: number },
): string | null {
  if (kind === 'directory' && !found.isDirectory()) return 'is not a directory; move it away';
  if (kind === 'file' && !found.isFile()) return 'is not a file; move it away';
  const uid = process.getuid?.();
  if (uid !== undefined && found.uid !== uid) return `belongs to user ${found.uid}, not to you (${uid})`;
  const right = kind === 'directory' ? '700' : '600';
  return (mode & FORBIDDEN_BITS(what)) === 0 ? null : `is open to others; run chmod ${right} on it`;
}

const WORDS_FOR_SOURCE: Readonly<Record<string, string>> = {
  QMUX_MODEL: 'set by QMUX_MODEL',
  config: 'set in the config',
  key: 'its key is in the environment',
  'late key': 'its key is in the environment, and nothing else was found',
  found: 'it was found on this machine',
  'nothing found': 'no model is configured and no key was found',
};

/** Chats with a model of their own, and types with one, keep theirs. */
async function explainModel(
  env: Environment,
  { model: configured, providers, localModule: module }: Pick<Config, 'model' | 'providers' | 'localModule'>,
  directory: string,
): Promise<ModelFacts> {
  try {
    const choice = await findChoice({ env, configured, providers });
    const { source } = choice;
    if ('file' in choice) await findPlace(choice.file, { module, directory });
    const name = describeChoice(choice);
    const proxy = 'baseUrl' in choice ? chooseProxy(choice.baseUrl, env) : undefined;
    return {
      name,
      from: WORDS_FOR_SOURCE[source] ?? source,
      ...(proxy ? { proxy: { address: proxy.host, variable: proxy.variable } } : {}),
      problem: null,
    };
  } catch (error) {
    if (error instanceof UserError) return { name: null, from: null, problem: error.message };
    throw error;
  }
}

// `qmux __complete WORD…`, which the completion scripts call at every Tab: the words that fit, from the same
// tables as in a chat, with the sessions of the running server. Owns asking it, only if sessions are wanted;
// it does not start one. Invariant: prints nothing but candidates and never fails, since a shell would show
// the error within the line.

import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';

import { request } from '../client/request.js';
import {
  agentCandidates,
  archivedCandidate,
  asksOfTemplate,
  layoutCandidates,
  modelCandidates,
  sessionCandidate,
  templateCandidates,
  typeCandidates,
  worktreeCandidate,
} from '../commands/completion/candidates.js';
import { hostCandidates } from '../commands/completion/host-candidates.js';
import type { KnownModels } from '../commands/listed-models.js';
import type { CompletionSource } from '../commands/completion/complete.js';
import { completeWords, findExpectedKind } from '../commands/completion/complete.js';
import { mergeAgents } from '../chat/agents/known-agents.js';
import { loadConfig } from '../config/load-config.js';
import { listLayouts } from '../session/projects/saved-layouts.js';
import { templateNames } from '../session/templates/known-templates.js';
import { readTemplateFiles } from '../session/templates/template-files.js';
import type { SessionFacts } from '../session/session-facts.js';
import { mergeTypes } from '../session/session-types.js';
import { createCall, findServer, type Call } from './call.js';
import { shellCommands } from './shell-only-commands.js';

/** Comes before the verb. */
const SERVER_FLAG = { value: '-L', summary: 'another server' };

/** words: after `qmux`, the last one up to the cursor. Never rejects. */
export async function completeForShell(words: readonly string[], entry: string): Promise<string[]> {
  try {
    return await complete(words, entry);
  } catch {
    return [];
  }
}

async function complete(words: readonly string[], entry: string): Promise<string[]> {
  if (words[0] === '-L' && words.length === 2) {
    const { paths } = createCall([], entry).call;
    // Every server keeps its files in a directory with its name, beside that of `qmux chat`.
    const names = await readdir(dirname(paths.serverDir)).catch(() => []);
    return names.filter((name) => name !== 'chats' && name.startsWith(words[1] ?? ''));
  }
  const { call: asked, rest } = createCall(words, entry);
  const call = await findServer(asked);
  const kind = findExpectedKind(shellCommands, rest);
  // Left to the shell's own completion.
  if (kind === 'file' || kind === 'directory' || kind === 'command') return [`:${kind}`];
  if (kind === 'kept-files') return [':file'];
  const source = await createSource(call, kind);
  const candidates = completeWords(shellCommands, rest, source);
  const [first = ''] = rest;
  if (rest.length === 1 && first !== '' && '-L'.startsWith(first)) candidates.push(SERVER_FLAG);
  return candidates.map(({ value, summary }) => `${value}\t${summary}`);
}

/** Names of sessions and models cost a call to the server: made only if the word can be one. */
async function createSource(call: Call, kind: unknown): Promise<CompletionSource> {
  const isAll = kind === 'archived-session' || kind === 'readable-session' || kind === 'worktree';
  const asks = isAll || kind === 'session' || kind === 'targets' || kind === 'model';
  const [{ config }, sessions, models] = await Promise.all([
    loadConfig(call.paths.configFile),
    asks ? listSessions(call, { archived: isAll }) : [],
    kind === 'model' ? listModels(call) : [],
  ]);
  const templates = templateNames({ templates: config.templates, templatesDir: call.paths.templatesDir });
  if (kind === 'template-key' || kind === 'template') await readTemplateFiles(call.paths.templatesDir);
  const types = mergeTypes(config.types);
  const agents = mergeAgents(config.agents).map(({ name }) => name);
  const where = (isArchived: boolean): SessionFacts[] =>
    sessions.filter(({ archived }) => archived === isArchived);
  return {
    sessions: () => where(false).map(sessionCandidate),
    archived: () => where(true).map(archivedCandidate),
    worktrees: () =>
      sessions.flatMap(({ name, worktree }) => (worktree ? [worktreeCandidate(name, worktree)] : [])),
    types: () => [...types.flatMap(typeCandidates), ...agentCandidates(agents)],
    agents: () => agentCandidates(agents),
    keptFiles: () => [],
    layouts: () => layoutCandidates(listLayouts(call.paths.layoutsDir)),
    templates: () => templateCandidates(templates.names()),
    asksOf: (name) => asksOfTemplate(templates.find(name)),
    hosts: () => hostCandidates(config.hosts, homedir()),
    paths: () => [],
    models: () =>
      modelCandidates([
        ...models.map((model) => ({ model, where: '' })),
        { model: config.model, where: 'of the config' },
        ...types.map(({ name, model }) => ({ model, where: `of type ${name}` })),
        ...sessions
          .filter(({ agent }) => agent === null)
          .map(({ model, name }) => ({ model, where: `of ${name}` })),
      ]),
  };
}

/** Those that the server knows without asking a provider. */
async function listModels(call: Call): Promise<readonly string[]> {
  const words = ['model', '--known', '--json'];
  const response = await request({ ...call, words, json: true, start: false }).catch(() => undefined);
  return response?.exitCode === 0 ? (JSON.parse(response.stdout) as KnownModels).names : [];
}

async function listSessions(call: Call, options: { archived: boolean }): Promise<SessionFacts[]> {
  const words = options.archived ? ['ls', '--all', '--json'] : ['ls', '--json'];
  const response = await request({ ...call, words, json: true, start: false }).catch(() => undefined);
  return response?.exitCode === 0 ? (JSON.parse(response.stdout) as SessionFacts[]) : [];
}

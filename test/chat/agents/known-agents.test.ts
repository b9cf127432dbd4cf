// The table of agents, what the config changes in it, and who of them is installed.

import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { findInstalledAgents } from '../../../src/chat/agents/find-agents.js';
import { KNOWN_AGENTS, mergeAgents, SESSION_ID } from '../../../src/chat/agents/known-agents.js';
import { newDirectory } from '../../temporary-directory.js';

const named = (name: string, settings: Parameters<typeof mergeAgents>[0] = {}) =>
  mergeAgents(settings).find((agent) => agent.name === name);

describe('the table', () => {
  it('has every agent once, with the mode that asks where it is known', () => {
    const names = KNOWN_AGENTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 6)).toEqual(['claude', 'codex', 'opencode', 'gemini', 'copilot', 'qwen']);
    const modes = Object.fromEntries(KNOWN_AGENTS.map(({ name, mode }) => [name, mode]));
    expect(modes).toMatchObject({
      claude: 'default',
      codex: 'read-only',
      gemini: 'default',
      qwen: 'default',
    });
    expect(modes['opencode']).toBeUndefined();
    for (const { ownInterface } of KNOWN_AGENTS) if (ownInterface) expect(ownInterface).toContain(SESSION_ID);
  });

  it('never loads with Gemini CLI, which would remove the conversation', () => {
    expect(named('gemini')?.quirks.neverLoad).toBe(true);
  });
});

describe('the config', () => {
  it('changes single fields', () => {
    const claude = named('claude', { claude: { mode: 'plan', env: { A: '1' } } });
    expect(claude).toMatchObject({ command: 'claude-agent-acp', mode: 'plan', env: { A: '1' } });
    expect(claude?.askingModes).toEqual(['default']);
  });

  it('names another program, which takes no arguments of the one before', () => {
    expect(named('gemini', { gemini: { command: '/opt/gemini' } })).toMatchObject({
      command: '/opt/gemini',
      args: [],
      install: undefined,
    });
    expect(named('gemini', { gemini: { command: 'gemini', args: ['--acp', '-d'] } })).toMatchObject({
      args: ['--acp', '-d'],
      install: 'npm install -g @google/gemini-cli',
    });
  });

  it('adds agents of its own, if they have a command', () => {
    const agents = mergeAgents({ mine: { command: 'my-agent', args: ['--acp'] }, none: { args: [] } });
    expect(agents.slice(KNOWN_AGENTS.length)).toMatchObject([
      { name: 'mine', command: 'my-agent', args: ['--acp'], quirks: {}, askingModes: [] },
    ]);
  });
});

describe('installed agents', () => {
  it('are those on the PATH of the client, and those by their whole path', async () => {
    const directory = newDirectory();
    const put = (name: string, mode: number): string => {
      const path = join(directory, name);
      writeFileSync(path, '#!/bin/sh\n');
      chmodSync(path, mode);
      return path;
    };
    put('codex-acp', 0o755);
    put('gemini', 0o644);
    const whole = put('elsewhere', 0o755);
    const agents = mergeAgents({
      mine: { command: whole },
      lost: { command: '/no/such/agent' },
      plain: { command: put('plain', 0o644) },
    });
    const found = await findInstalledAgents(agents, directory);
    expect(found.map(({ name }) => name)).toEqual(['codex', 'mine']);
  });
});

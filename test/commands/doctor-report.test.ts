import { describe, expect, it } from 'vitest';

import type { DoctorFacts, ServerState } from '../../src/commands/doctor/facts.js';
import { findProblems, formatReport } from '../../src/commands/doctor/report.js';

const SERVER: ServerState = {
  type: 'running',
  name: 'default',
  version: '0.1.0',
  pid: 4711,
  uptimeMs: 7_300_000,
  residentBytes: 62 * 1024 * 1024,
  heapUsedBytes: 21.4 * 1024 * 1024,
  terminals: 1,
  descriptors: 23,
  sessions: [
    {
      number: 1,
      id: 'a',
      name: 'chat-1',
      kind: 'chat',
      state: 'active',
      screenBytes: 54_720,
      transcriptBytes: 2_048,
      unknownRecords: 3,
      processBytes: 0,
      pids: [],
      agent: null,
    },
    {
      number: 12,
      id: 'b',
      name: 'build',
      kind: 'program',
      state: 'processing',
      screenBytes: 3 * 1024 * 1024,
      transcriptBytes: 0,
      unknownRecords: 0,
      processBytes: 9 * 1024 * 1024,
      pids: [7, 8],
      agent: null,
    },
  ],
  archived: 3,
  leaks: [],
  disk: [],
};

const facts = (different: Partial<DoctorFacts> = {}): DoctorFacts => ({
  versions: { qmux: '0.1.0', node: 'v20.19.0', platform: 'linux x64' },
  paths: [{ what: 'data', path: '/d', mode: '700', problem: null }],
  config: { file: '/c', problems: [] },
  model: { name: 'openai/x', from: 'set by QMUX_MODEL', problem: null },
  agents: ['claude', 'codex'],
  terminal: {
    attached: true,
    term: 'xterm',
    rows: 40,
    cols: 120,
    colours: '16',
    unicode: true,
    notes: ['inside tmux'],
  },
  server: SERVER,
  ...different,
});

describe('the report of doctor', () => {
  it('says everything in lines that fit 80 columns', () => {
    const lines = formatReport(facts()).split('\n');
    expect(lines).toEqual([
      'qmux 0.1.0 · Node v20.19.0 · linux x64',
      '',
      'data      /d 700',
      'options   good',
      'model     openai/x, set by QMUX_MODEL',
      'agents    claude, codex',
      'terminal  xterm, 120x40, 16 colours, UTF-8',
      '          inside tmux',
      'server    default, process 4711, qmux 0.1.0, for 2 h',
      '          62 MB resident (heap 21 MB), 1 terminal, 23 descriptors',
      'disk      everything is saved',
      'leaks     none',
      'sessions  2 open, 3 archived',
      '  #1 chat-1                   chat    active        55 KB  screen 53 KB, transcript 2 KB, 3 records of a later qmux not shown',
      ' #12 build                    program processing    12 MB  screen 3.0 MB, 2 processes 9.0 MB',
      '',
      'no problems',
    ]);
    expect(lines.slice(0, 12).filter((line) => line.length > 80)).toEqual([]);
  });

  it('names the proxy that the model is asked through', () => {
    const model = {
      ...facts().model,
      proxy: { address: 'proxy.example:3128', variable: 'HTTPS_PROXY' },
    } as DoctorFacts['model'];
    expect(formatReport(facts({ model }))).toContain('\nproxy     proxy.example:3128, set by HTTPS_PROXY\n');
  });

  it.each<[string, Partial<DoctorFacts>, string]>([
    [
      'an old Node',
      { versions: { qmux: '0', node: 'v20.18.3', platform: '' } },
      'Node v20.18.3 is older than 20.19; qmux needs a newer one',
    ],
    [
      'an open directory',
      {
        paths: [{ what: 'data', path: '/d', mode: '755', problem: 'is open to others; run chmod 700 on it' }],
      },
      'data /d is open to others; run chmod 700 on it',
    ],
    [
      'a fault of the config',
      { config: { file: '/c', problems: ['config.toml:1:1: no'] } },
      'config.toml:1:1: no',
    ],
    ['no model', { model: { name: null, from: null, problem: 'model x is bad' } }, 'model x is bad'],
    [
      'a server of another version',
      { server: { type: 'unreachable', problem: 'another version', pid: 7 } },
      'another version',
    ],
    [
      'a leak',
      { server: { ...SERVER, leaks: ['closed session a is still in memory'] } },
      'closed session a is still in memory',
    ],
  ])('counts %s as a problem, once', (_what, different, problem) => {
    expect(findProblems(facts(different))).toEqual([problem]);
    expect(formatReport(facts(different))).toMatch(new RegExp(`\n1 problem:\n! ${problem}$`));
  });

  it('finds nothing wrong without server, terminal, agents and a newer Node', () => {
    const bare = facts({
      server: { type: 'none' },
      terminal: null,
      agents: [],
      versions: { qmux: '0.1.0', node: 'v22.0.0', platform: 'darwin arm64' },
    });
    expect(findProblems(bare)).toEqual([]);
    expect(formatReport(bare)).toContain('server    not running; qmux starts it');
  });
});

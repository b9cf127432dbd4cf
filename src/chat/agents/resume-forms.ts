// How an agent's own interface, in a pane, goes on with a conversation (pure): one row for each program, with
// as much of its options as is needed to keep those of the first start. Owns the rows. Leaves which words
// follow for one command to session/program/resume-command.ts. Sources: each program's help; what was
// measured of their interfaces is in known-agents.ts.

import { SESSION_ID } from './known-agents.js';

export interface ResumeForm {
  /** Words after the program's: the last conversation in the directory. */
  last: readonly string[];
  /** One of which the id is known, in place of SESSION_ID; undefined: it has no such option. */
  one: readonly string[] | undefined;
  /** The program lets its user choose; undefined: it cannot. */
  choose: readonly string[] | undefined;
  /** Words that go on with a conversation already. */
  resumes: readonly string[];
  /** Options with one value, with any number of values, and without. Others are not known. */
  valued: readonly string[];
  listed: readonly string[];
  flags: readonly string[];
  /** The option that gives a new conversation its id. */
  names?: string;
  /** Options whose value belongs to the first prompt. */
  prompts?: readonly string[];
  /** A word that is no option is the directory, not a prompt. */
  takesDirectory?: boolean;
}

const CLAUDE: ResumeForm = {
  last: ['--continue'],
  one: ['--resume', SESSION_ID],
  choose: ['--resume'],
  resumes: ['-c', '--continue', '-r', '--resume'],
  valued: [
    '--model',
    '--fallback-model',
    '--effort',
    '--agent',
    '--name',
    '-n',
    '--permission-mode',
    '--settings',
    '--setting-sources',
    '--system-prompt',
    '--append-system-prompt',
    '--session-id',
    '--agents',
    '--autocompact',
    '--debug-file',
    '--plugin-url',
  ],
  listed: [
    '--add-dir',
    '--betas',
    '--mcp-config',
    '--tools',
    '--plugin-dir',
    '--allowedTools',
    '--allowed-tools',
    '--disallowedTools',
    '--disallowed-tools',
  ],
  flags: [
    '--dangerously-skip-permissions',
    '--allow-dangerously-skip-permissions',
    '--verbose',
    '--ide',
    '--chrome',
    '--no-chrome',
    '--strict-mcp-config',
    '--ax-screen-reader',
    '--bare',
    '--brief',
    '--disable-slash-commands',
    '--restricted',
    '--safe-mode',
  ],
  names: '--session-id',
};

const CODEX: ResumeForm = {
  last: ['resume', '--last'],
  one: ['resume', SESSION_ID],
  choose: ['resume'],
  resumes: ['resume'],
  valued: [
    '-m',
    '--model',
    '-p',
    '--profile',
    '-s',
    '--sandbox',
    '-a',
    '--ask-for-approval',
    '-c',
    '--config',
    '-C',
    '--cd',
    '--add-dir',
    '--local-provider',
    '--enable',
    '--disable',
  ],
  listed: [],
  flags: [
    '--oss',
    '--search',
    '--full-auto',
    '--yolo',
    '--no-daemon',
    '--no-alt-screen',
    '--approve-for-me',
    '--strict-config',
    '--dangerously-bypass-approvals-and-sandbox',
    '--dangerously-bypass-hook-trust',
  ],
  prompts: ['-i', '--image'],
};

const GEMINI: ResumeForm = {
  last: ['--resume'],
  one: ['--resume', SESSION_ID],
  choose: undefined,
  resumes: ['-r', '--resume'],
  valued: ['-m', '--model', '--approval-mode', '--policy', '--admin-policy'],
  listed: ['--include-directories', '--allowed-tools', '--allowed-mcp-server-names', '-e', '--extensions'],
  flags: ['-y', '--yolo', '-s', '--sandbox', '-d', '--debug', '--screen-reader', '--skip-trust'],
  names: '--session-id',
  prompts: ['-i', '--prompt-interactive'],
};

const QWEN: ResumeForm = {
  ...GEMINI,
  last: ['--continue'],
  choose: ['--resume'],
  resumes: ['-c', '--continue', '-r', '--resume'],
  valued: [...GEMINI.valued, '--auth-type'],
};

const OPENCODE: ResumeForm = {
  last: ['--continue'],
  one: ['--session', SESSION_ID],
  choose: undefined,
  resumes: ['-c', '--continue', '-s', '--session'],
  valued: ['-m', '--model', '--agent', '--port', '--hostname', '--log-level', '--mdns-domain'],
  listed: ['--cors'],
  flags: ['--print-logs', '--pure', '--auto', '--mini', '--mdns'],
  prompts: ['--prompt'],
  takesDirectory: true,
};

const COPILOT: ResumeForm = {
  last: ['--continue'],
  one: ['--resume', SESSION_ID],
  choose: ['--resume'],
  resumes: ['--continue', '--resume'],
  valued: ['--model', '--agent', '--add-dir', '--allow-tool', '--deny-tool', '--log-level'],
  listed: [],
  flags: ['--allow-all-tools', '--allow-all-paths', '--allow-all', '--yolo', '--banner', '--no-color'],
};

const PI: ResumeForm = {
  last: ['--continue'],
  one: undefined,
  choose: ['--resume'],
  resumes: ['-c', '--continue', '-r', '--resume', '--session'],
  valued: ['--provider', '--model', '--models', '--thinking', '--system-prompt', '--append-system-prompt'],
  listed: [],
  flags: [],
};

/** By the name of the program in the pane. */
export const RESUME_FORMS: ReadonlyMap<string, ResumeForm> = new Map([
  ['claude', CLAUDE],
  ['codex', CODEX],
  ['gemini', GEMINI],
  ['qwen', QWEN],
  ['opencode', OPENCODE],
  ['copilot', COPILOT],
  ['pi', PI],
]);

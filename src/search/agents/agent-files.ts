// Where agents keep their transcripts on this machine: Claude Code, Codex, Gemini CLI and OpenCode, by the
// variables that move them, and where they stand without. Owns only listing them; nothing else of theirs is
// looked at, and nothing is ever written there.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TranscriptAgent } from '../hit.js';
import type { SearchedFile } from '../places/file.js';
import { factsOf, namesIn } from '../places/own-files.js';

export type AgentEnvironment = Readonly<Record<string, string | undefined>>;

export interface FoundFiles {
  files: SearchedFile[];
  /** Transcripts of Codex that are compressed, which nothing here can read. */
  compressed: number;
  /** Folders with conversations of OpenCode in its older form, a file for each part of a message. */
  older: string[];
}

export function agentFiles(env: AgentEnvironment): FoundFiles {
  const found: FoundFiles = { files: [], compressed: 0, older: [] };
  const home = env['HOME'] ?? '';
  const roots = (variable: string, otherwise: string): Set<string> =>
    new Set(
      [env[variable], home === '' ? '' : join(home, otherwise)].filter((path) =>
        path?.startsWith('/'),
      ) as string[],
    );
  for (const root of roots('CLAUDE_CONFIG_DIR', '.claude')) addClaude(found, join(root, 'projects'));
  for (const root of roots('CODEX_HOME', '.codex')) {
    addTree(found, 'codex', join(root, 'sessions'), 3);
    addTree(found, 'codex', join(root, 'archived_sessions'), 0);
  }
  for (const root of roots('GEMINI_CLI_HOME', '')) addGemini(found, join(root, '.gemini', 'tmp'));
  for (const root of roots('XDG_DATA_HOME', '.local/share')) addOpenCode(found, join(root, 'opencode'));
  return found;
}

/** Of a session, and of its helpers in a folder of its name. */
function addClaude(found: FoundFiles, projects: string): void {
  for (const project of foldersIn(projects)) {
    const folder = join(projects, project);
    addTree(found, 'claude', folder, 0);
    for (const session of foldersIn(folder)) addTree(found, 'claude', join(folder, session, 'subagents'), 0);
  }
}

function addGemini(found: FoundFiles, projects: string): void {
  for (const project of foldersIn(projects)) addTree(found, 'gemini', join(projects, project, 'chats'), 1);
}

/** Its write-ahead log stands beside it, and may hold all there is. What is older was taken over into it. */
function addOpenCode(found: FoundFiles, folder: string): void {
  const path = join(folder, 'opencode.db');
  const main = factsOf(path);
  if (!main) {
    const storage = join(folder, 'storage');
    if (namesIn(join(storage, 'message')).length > 0) found.older.push(storage);
    return;
  }
  const log = factsOf(`${path}-wal`);
  found.files.push({
    kind: 'opencode',
    ...main,
    size: main.size + (log?.size ?? 0),
    mtimeMs: Math.max(main.mtimeMs, log?.mtimeMs ?? 0),
  });
}

/** Why some of what is there is not searched, a sentence each. */
export function whyNotSearched({ compressed, older }: FoundFiles): string[] {
  const what = compressed === 1 ? 'transcript' : 'transcripts';
  return [
    ...(compressed > 0 ? [`not searched: ${compressed} compressed ${what} of Codex`] : []),
    ...older.map((folder) => `not searched: conversations of OpenCode before 1.2 (${folder})`),
  ];
}

/** depth: of folders below. */
function addTree(found: FoundFiles, kind: TranscriptAgent, folder: string, depth: number): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    if (name.endsWith('.jsonl.zst')) found.compressed++;
    else if (name.endsWith('.jsonl') || (kind === 'gemini' && name.endsWith('.json'))) {
      const facts = factsOf(path);
      if (facts) found.files.push({ kind, ...facts });
    } else if (depth > 0 && !name.includes('.')) addTree(found, kind, path, depth - 1);
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}

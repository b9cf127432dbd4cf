// Where agents keep their transcripts on this machine: Claude Code, Codex, Gemini CLI and OpenCode, by the
// variables that move them, and where they stand without. Owns only listing them, and saying what of theirs
// is there and cannot be searched; nothing else of theirs is looked at, and nothing is ever written there.

import { join } from 'node:path';
import type { TranscriptAgent } from '../hit.js';
import type { SearchedFile } from '../places/file.js';
import { entriesIn, factsOf, foldersIn, IGNORED, namesIn, type Fault } from '../places/folders.js';

export type AgentEnvironment = Readonly<Record<string, string | undefined>>;

interface FoundFiles {
  files: SearchedFile[];
  /** Transcripts of Codex that are compressed, which nothing here can read. */
  compressed: number;
  fault: Fault;
}

export function agentFiles(env: AgentEnvironment, fault: Fault): SearchedFile[] {
  const found: FoundFiles = { files: [], compressed: 0, fault };
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
  const { compressed } = found;
  if (compressed > 0)
    fault(
      `not searched: ${compressed} compressed ${compressed === 1 ? 'transcript' : 'transcripts'} of Codex`,
    );
  return found.files;
}

/** Of a session, and of its helpers in a folder of its name. */
function addClaude(found: FoundFiles, projects: string): void {
  for (const project of foldersIn(projects, found.fault)) {
    const folder = join(projects, project);
    addTree(found, 'claude', folder, 0);
    // What cannot be listed was said just now.
    for (const session of foldersIn(folder, IGNORED))
      addTree(found, 'claude', join(folder, session, 'subagents'), 0);
  }
}

function addGemini(found: FoundFiles, projects: string): void {
  for (const project of foldersIn(projects, found.fault))
    addTree(found, 'gemini', join(projects, project, 'chats'), 1);
}

/**
 * Its write-ahead log stands beside it, and may hold all there is. Before 1.2 it kept a file for each part of
 * a message, which it took over into the database.
 */
function addOpenCode({ files, fault }: FoundFiles, folder: string): void {
  const path = join(folder, 'opencode.db');
  const main = factsOf(path);
  if (main) {
    const log = factsOf(`${path}-wal`);
    files.push({
      kind: 'opencode',
      ...main,
      size: main.size + (log?.size ?? 0),
      mtimeMs: Math.max(main.mtimeMs, log?.mtimeMs ?? 0),
      changedMs: Math.max(main.changedMs, log?.changedMs ?? 0),
    });
    return;
  }
  const storage = join(folder, 'storage');
  if (namesIn(join(storage, 'message'), fault).length > 0)
    fault(`not searched: conversations of OpenCode before 1.2 (${storage})`);
}

/** depth: of folders below. A link to a folder is none: it may lead anywhere, or round in a circle. */
function addTree(found: FoundFiles, kind: TranscriptAgent, folder: string, depth: number): void {
  for (const entry of entriesIn(folder, found.fault)) {
    const { name } = entry;
    const path = join(folder, name);
    if (name.endsWith('.jsonl.zst')) found.compressed++;
    else if (name.endsWith('.jsonl') || (kind === 'gemini' && name.endsWith('.json'))) {
      const facts = factsOf(path);
      if (facts) found.files.push({ kind, ...facts });
    } else if (depth > 0 && entry.isDirectory()) addTree(found, kind, path, depth - 1);
  }
}

// The verb import: files and directories of conversations become archived sessions. Owns which files, and the
// report. Invariant: each file counts as a whole; a bad one is named with its reason and does not keep others
// from being imported.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { chooseModel } from '../chat/providers/choose-model.js';
import { findImported, importSession } from '../session/chat/import-session.js';
import { readImport } from '../store/read-import.js';
import { UserError } from '../text/user-error.js';
import { resolveForCaller } from './caller-directory.js';
import type { Command, CommandContext, CommandOutput } from './command.js';
import { command } from './define.js';
import { commandWord } from '../text/mentions.js';

interface ImportReport {
  imported: { id: string; name: string; turns: number; file: string }[];
  /** Imported before, or exported from here. */
  present: { id: string; name: string; file: string; note: string }[];
  failed: { file: string; reason: string }[];
}

async function runImport(context: CommandContext, paths: readonly string[]): Promise<CommandOutput> {
  const report: ImportReport = { imported: [], present: [], failed: [] };
  const files = (await Promise.all(paths.map((path) => findFiles(context, path)))).flat();
  for (const file of files)
    await importFile(context, file, report).catch((error: unknown) => {
      report.failed.push({ file, reason: error instanceof Error ? error.message : String(error) });
    });
  return { text: describe(report), json: report, exitCode: report.failed.length > 0 ? 1 : 0 };
}

/** For a directory, what ends in .json, by name. */
async function findFiles({ caller }: CommandContext, path: string): Promise<string[]> {
  const place = resolveForCaller(caller, path);
  const found = await stat(place).catch(() => undefined);
  if (!found)
    throw new UserError(`no file or directory ${path}; give the path of an export`, { exitCode: 2 });
  if (!found.isDirectory()) return [place];
  const names = (await readdir(place)).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0)
    throw new UserError(`${path} contains no .json file; give another directory or a file`);
  return names.map((name) => join(place, name));
}

/** Whether a chat could talk to the model of this name. */
export const isModelFor =
  ({ caller, config }: CommandContext) =>
  (name: string): boolean => {
    try {
      return chooseModel({ flag: name, env: caller.env, providers: config.providers }).name === name;
    } catch {
      return false;
    }
  };

async function importFile(context: CommandContext, file: string, report: ImportReport): Promise<void> {
  const { coordinator, inspection } = context;
  for (const conversation of await readImport(file)) {
    const known = findImported(coordinator, conversation);
    if (known) {
      const { id, name, turns } = known;
      const differs =
        turns === conversation.turns ? '' : `, with ${turns} turns; the file has ${conversation.turns}`;
      report.present.push({ id, name, file, note: differs });
      continue;
    }
    const meta = await importSession(conversation, {
      coordinator,
      sessionsDir: inspection.paths.sessionsDir,
      disk: inspection.disk,
      isModel: isModelFor(context),
      now: Date.now(),
    });
    report.imported.push({ id: meta.id, name: meta.name, turns: meta.turns, file });
  }
}

function describe({ imported, present, failed }: ImportReport): string {
  const count = imported.length === 1 ? '1 session' : `${imported.length} sessions`;
  return [
    ...(imported.length > 0
      ? [
          `imported ${count}; ${commandWord('reopen')} brings one back: ${imported.map(({ name }) => name).join(', ')}`,
        ]
      : []),
    ...present.map(({ name, file, note }) => `already here: ${name}${note} (${file})`),
    ...failed.map(({ file, reason }) => `not imported: ${file}: ${reason}`),
  ].join('\n');
}

export const IMPORT_COMMANDS: readonly Command[] = [
  command({
    name: 'import',
    summary: 'import conversations exported by qmux or Amazon Q',
    positionals: [{ name: 'PATH', kind: 'file', rest: true }],
    flags: [{ name: 'json', summary: 'print what was imported as an object' }],
    run: (context, input) => runImport(context, input.words('PATH')),
  }),
];

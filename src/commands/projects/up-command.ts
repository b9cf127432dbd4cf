// The verb `up`: opens the sessions of a project file. Owns that nothing of a file runs before its user has
// agreed to exactly these bytes, and what is said of what was opened. Leaves reading, placing and creating to
// session/projects/.

import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';

import { sessionsOf, type Project } from '../../config/project/project.js';
import { createConsent } from '../../dialogs/consent.js';
import { findConsent, keepConsent } from '../../session/projects/consents.js';
import { differenceOf } from '../../session/projects/differences.js';
import {
  findProjectFile,
  readProjectFile,
  type ProjectFile,
} from '../../session/projects/find-project-file.js';
import {
  byName,
  directoryOf,
  missingOf,
  openProject,
  type OpenedProject,
} from '../../session/projects/open-project.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine } from '../../text/visible-signs.js';
import { resolveForCaller } from '../caller-directory.js';
import {
  SILENT,
  type Command,
  type CommandContext,
  type CommandOutput,
  type ParsedArguments,
} from '../command.js';
import { command, done, say } from '../define.js';
import { quoteWord } from '../line/usage.js';
import { describeFailures } from './describe-opened.js';
import { describeProject } from './describe-project.js';
import { readProject } from './read-project.js';

async function up(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, viewer, caller, config } = context;
  const file = await findFile(context, input.word('FILE'));
  const project = await readProject(file, context);
  const missing = missingOf(project, coordinator);
  if (input.has('dry-run')) return { ...say(dryRun(project, file, context)), isReference: true };
  const most = config.maxSessions;
  if (most !== undefined && coordinator.sessions.length + missing.length > most)
    throw new UserError(
      `${spellOnLine(file.path)} has ${missing.length} sessions to open, and max_sessions is ${most}; nothing was opened`,
    );
  const notes: string[] = [];
  const consent = findConsent(context.inspection.paths.consentsFile, file);
  if (missing.length > 0 && consent !== 'given') {
    const sha256 = input.value('sha256');
    const isAgreed = sha256 === undefined ? input.has('yes') : sha256 === file.sha256;
    if (!isAgreed) return ask(context, input, { project, file, isKnown: consent === 'changed' });
    notes.push(...remember(context, file));
  }
  const said = [...differencesOf(project, file, context), ...notes];
  const ended = endedOf(project, context);
  const opened = await openProject(project, {
    coordinator,
    viewer,
    env: caller.env,
    directory: dirname(file.path),
    // One that is closed in this moment was not asked about.
    agreed: missing.length > 0,
    stays: input.has('d'),
  });
  return report(opened, { file, input, said, ended });
}

function findFile({ caller }: CommandContext, named: string | undefined): Promise<ProjectFile> {
  if (named !== undefined) return readProjectFile(resolveForCaller(caller, named));
  if (caller.cwd === '')
    throw new UserError('the current directory was removed; change to another, or name the file');
  return findProjectFile(caller.cwd, caller.env['HOME'] || homedir());
}

/** What was agreed to goes on even if it cannot be kept; returns what to say of that. */
function remember(context: CommandContext, file: ProjectFile): string[] {
  const { paths, disk } = context.inspection;
  try {
    mkdirSync(paths.serverDir, { recursive: true, mode: 0o700 });
    keepConsent(context.inspection.paths.consentsFile, file, disk.files);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`that you agreed could not be saved (${why}), so you will be asked again`];
  }
}

function describe(project: Project, { path }: ProjectFile, { coordinator }: CommandContext): string[] {
  const find = byName(coordinator);
  return describeProject(project, {
    directory: dirname(path),
    directoryOf: (session) => directoryOf(session, dirname(path)),
    isOpen: ({ name }) => find(name) !== undefined,
  });
}

const dryRun = (project: Project, file: ProjectFile, context: CommandContext): string =>
  [
    `${spellOnLine(file.path)} would open this:`,
    ...describe(project, file, context),
    ...differencesOf(project, file, context),
  ].join('\n');

/** Nothing was opened yet. The answer names the bytes that were shown. */
function ask(
  context: CommandContext,
  input: ParsedArguments,
  { project, file, isKnown }: { project: Project; file: ProjectFile; isKnown: boolean },
): CommandOutput {
  const lines = describe(project, file, context);
  const words = ['up', file.path, '--sha256', file.sha256, ...(input.has('d') ? ['-d'] : [])];
  const path = spellOnLine(file.path);
  const why = isKnown ? 'has changed since you agreed to it' : 'was not opened here before';
  const isNew = `This file ${why}.`;
  if (context.way === 'cli') {
    const shown = [`${path} would open this:`, ...lines, ''].join('\n');
    const wayOut = `${isNew} ${commandWord(`up ${spellOnLine(quoteWord(file.path))} --yes`)} opens it without a question.`;
    const question = `${shown}\n${isNew}\nOpen it?`;
    return { text: '', confirm: { question, words, refusal: `${shown}\n${wayOut}` } };
  }
  const { surface } = context;
  if (!surface) throw new UserError(`${path} ${why}; attach a terminal to be asked`);
  surface.open(
    createConsent({
      title: 'open this project?',
      lines: [path, isNew, ...lines],
      label: 'opens it',
      commands: [words],
      now: () => performance.now(),
    }),
  );
  return SILENT;
}

/** What is open stays as it is. */
function differencesOf(project: Project, { path }: ProjectFile, { coordinator }: CommandContext): string[] {
  const find = byName(coordinator);
  return sessionsOf(project).flatMap((wanted) => {
    const session = find(wanted.name);
    const cwd = directoryOf(wanted, dirname(path));
    const difference = session && differenceOf(session.record, wanted, { cwd, known: coordinator });
    return session && difference !== undefined
      ? [`${session.name} ${spellOnLine(difference)}; it goes on as it is`]
      : [];
  });
}

/** No program is run again unasked. */
function endedOf(project: Project, { coordinator }: CommandContext): string[] {
  const find = byName(coordinator);
  const ended = sessionsOf(project).flatMap(({ name }) => {
    const session = find(name);
    return session?.record.kind === 'program' && session.record.exit !== undefined ? [session.name] : [];
  });
  if (ended.length === 0) return [];
  return [
    `${ended.join(', ')} ${ended.length === 1 ? 'has' : 'have'} ended; Enter in the pane runs it again`,
  ];
}

function report(
  result: OpenedProject,
  {
    file,
    input,
    said,
    ended,
  }: { file: ProjectFile; input: ParsedArguments; said: readonly string[]; ended: readonly string[] },
): CommandOutput {
  const failures = describeFailures(result);
  if (failures !== undefined) throw new UserError([failures, ...said].join('\n'));
  const { opened, first } = result;
  const names = opened.map(({ name }) => name).join(', ');
  const text = opened.length === 0 ? `all of ${spellOnLine(file.path)} is open` : `opened ${names}`;
  const output = done([text, ...said, ...ended].join('\n'));
  // Who is taken into the workspace at once would not see what is said; what has ended is seen there.
  const attaches = !input.has('d') && said.length === 0 && first;
  return attaches ? { ...output, attach: first.id } : output;
}

export const UP: Command = command({
  name: 'up',
  summary: "open a project file's tabs and sessions that are not open",
  positionals: [{ name: 'FILE', kind: 'file', optional: true }],
  flags: [
    { name: 'dry-run', summary: 'print what would be opened' },
    { name: 'yes', short: 'y', summary: 'do not ask before a new or changed file runs anything' },
    { name: 'sha256', value: 'HASH', summary: 'the same, if this is the SHA-256 of the file' },
    { name: 'd', summary: 'stay where you are' },
  ],
  takesEnvironment: true,
  attaches: (input) => !input.has('d') && !input.has('dry-run'),
  run: up,
});

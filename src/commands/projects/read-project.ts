// From the bytes of a project file to a project that can be opened as far as anybody can tell beforehand:
// its form, and the names, types, agents, models and directories in it. Owns these checks. Invariant: whoever
// gets a project was told of nothing else; a file with any error opens nothing.

import { statSync } from 'node:fs';
import { dirname } from 'node:path';

import { sessionsOf, type Project, type ProjectSession } from '../../config/project/project.js';
import { reservedNames } from '../../session/new-session.js';
import { checkName } from '../../session/names/names.js';
import type { ProjectFile } from '../../session/projects/find-project-file.js';
import { directoryOf } from '../../session/projects/open-project.js';
import { Pace } from '../../loop/slice.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine } from '../../text/visible-signs.js';
import type { CommandContext } from '../command.js';
import { findAnswererFaults } from './session-faults.js';

type Around = Pick<CommandContext, 'coordinator' | 'config' | 'way'>;

/** Throws a UserError with everything that is wrong; where there is room for one line, with the first. */
export async function readProject({ path, text }: ProjectFile, around: Around): Promise<Project> {
  // Brings zod and a TOML parser.
  const { MOST_PROBLEMS, parseInSteps } = await import('../../config/project/parse-project.js');
  const pace = new Pace();
  const steps = parseInSteps(text, path);
  let step = steps.next();
  for (; !step.done; step = steps.next()) await pace.pause();
  const { project, problems, problemAt } = step.value;
  const faults = [...problems];
  for (const session of project ? sessionsOf(project) : []) {
    if (faults.length >= MOST_PROBLEMS) break;
    for (const { key, message } of faultsOf(session, dirname(path), around))
      faults.push(problemAt([...session.at, key], message));
    await pace.pause();
  }
  const [first, ...more] = faults.map((fault) => spellOnLine(fault));
  if (first === undefined) return project as Project;
  const rest = around.way === 'cli' ? more : more.length === 0 ? [] : [`(and ${more.length} more)`];
  throw new UserError([first, ...rest].join(around.way === 'cli' ? '\n' : ' '));
}

function faultsOf(
  session: ProjectSession,
  directory: string,
  { coordinator, config }: Around,
): { key: string; message: string }[] {
  const { types, agents } = coordinator;
  const faults: { key: string; message: string }[] = [];
  const nameFault = messageOf(() =>
    checkName(session.name, { typeNames: reservedNames({ types, agents }), taken: [] }),
  );
  if (nameFault !== undefined) faults.push({ key: 'name', message: nameFault });
  faults.push(...findAnswererFaults(session, { types, agents, config }));
  const cwd = directoryOf(session, directory);
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true)
    faults.push({ key: 'cwd', message: `there is no directory ${cwd}` });
  return faults;
}

function messageOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.text;
    throw error;
  }
}

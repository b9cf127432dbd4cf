// The verb `freeze`: what is open, printed as a project file. Owns what it says of what is left out. Leaves
// what is written to session/projects/freeze-project.ts, and its form to config/project/.

import { statSync } from 'node:fs';
import { homedir } from 'node:os';

import { MAX_PROJECT_BYTES } from '../../config/project/project.js';
import { spellProject } from '../../config/project/spell-project.js';
import { findSecrets } from '../../log/redact.js';
import type { Tab } from '../../panes/workspace.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import { freezeProject, type FrozenSession } from '../../session/projects/freeze-project.js';
import { describeBytes } from '../../text/text-size.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { command } from '../define.js';

const NOT_WRITTEN = 'Conversations, environments and keys are not in this file.';

/** directory: below it, directories are written relative to it. left: sessions that are left out, and why. */
export async function freezeText(
  { coordinator, caller }: Pick<CommandContext, 'coordinator' | 'caller'>,
  what: {
    tabs: readonly Tab[];
    sessions: readonly AnySession[];
    drafts: boolean;
    directory: string | undefined;
    /** What is never in it. */
    without: string;
  },
): Promise<{ text: string; left: readonly string[] }> {
  const { tabs, directory, drafts } = what;
  const sessions: FrozenSession[] = [];
  for (const session of what.sessions) {
    const place = isProgram(session) ? session.directory : session.record.cwd;
    sessions.push({
      record: session.record,
      directory: existing(place === '~' ? homedir() : place),
      draft: drafts ? await draftOf(session) : '',
    });
  }
  const still = sessions.filter(({ record }) => coordinator.find(record.id));
  const { project, head, ...notes } = freezeProject({
    tabs,
    sessions: still,
    directory,
    secrets: findSecrets({ ...process.env, ...caller.env }),
  });
  return { text: spellProject(project, { head: [what.without, ...head], ...notes }).trimEnd(), left: head };
}

const existing = (directory: string): string | undefined =>
  statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true ? directory : undefined;

async function draftOf(session: AnySession): Promise<string> {
  if (isProgram(session)) return '';
  await session.load();
  return session.face === 'own' ? '' : session.prompt.draft;
}

async function freeze(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, caller } = context;
  const drafts = input.has('drafts');
  const { text } = await freezeText(context, {
    tabs: coordinator.arrangement.workspace.tabs,
    sessions: coordinator.sessions,
    drafts,
    without: drafts ? NOT_WRITTEN : `${NOT_WRITTEN} Nor are drafts, unless asked for with --drafts.`,
    directory: caller.cwd === '' ? undefined : caller.cwd,
  });
  const isTooLarge = new TextEncoder().encode(text).length >= MAX_PROJECT_BYTES;
  const warning = `# This file is larger than up reads (${describeBytes(MAX_PROJECT_BYTES)}): make two of it.\n`;
  return { text: isTooLarge ? warning + text : text, isReference: true };
}

export const FREEZE: Command = command({
  name: 'freeze',
  changesNothing: true,
  summary: 'print what is open as a project file (qmux.toml)',
  flags: [{ name: 'drafts', summary: 'with what is typed and not sent' }],
  run: freeze,
});

// A template with the values of its placeholders in their places (pure), each text filled in one pass: what
// looks like a placeholder in a value stays as it is. Owns that a value begins no command of a chat. Leaves
// making names of sessions to session/names/.

import { isSplit, type Project, type ProjectNode } from '../project/project.js';
import { fillText } from './placeholders.js';
import type { OnlySession, Opens, Template, TemplateSession } from './template.js';
import type { Values } from './values.js';

export interface FilledTemplate {
  cwd: string | undefined;
  opens: Opens;
}

export interface FillOptions {
  values: Values;
  /** A session's name of its pattern. Called once for each session, in their order. */
  nameOf(pattern: string): string;
}

export function fillTemplate({ cwd, opens }: Template, { values, nameOf }: FillOptions): FilledTemplate {
  const valueOf = (name: string): string => values.get(name) ?? '';
  const fill = (text: string): string => fillText(text, valueOf);
  const only = (session: OnlySession): OnlySession => ({
    ...session,
    ...(session.name === undefined ? {} : { name: nameOf(session.name) }),
    ...(session.cwd === undefined ? {} : { cwd: fill(session.cwd) }),
    ...(session.instruction === undefined ? {} : { instruction: fill(session.instruction) }),
    ...(session.prompt === undefined ? {} : { prompt: asQuestion(fill(session.prompt)) }),
    ...(session.command === undefined ? {} : { command: fillCommand(session.command, fill) }),
  });
  const filledCwd = cwd === undefined ? undefined : fill(cwd);
  if (opens.type === 'one') return { cwd: filledCwd, opens: { type: 'one', session: only(opens.session) } };
  const names = new Map<string, string>();
  const named = (session: TemplateSession): TemplateSession => {
    const filled = only(session) as TemplateSession;
    names.set(fold(session.name), filled.name);
    return filled;
  };
  const node = (each: ProjectNode): ProjectNode => {
    if (!isSplit(each)) return named(each);
    const panes = each.panes.map(node);
    const open = each.open === undefined ? undefined : names.get(fold(each.open));
    return { ...each, panes, ...(open === undefined ? {} : { open }) };
  };
  const project: Project = {
    tabs: opens.project.tabs.map(({ name, layout }) => ({
      name: name === undefined ? undefined : fill(name),
      layout: node(layout),
    })),
    background: opens.project.background.map(named),
  };
  return { cwd: filledCwd, opens: { type: 'several', project } };
}

/** A text is for a shell, and no value gets into it; only what stands for braces is made braces. */
const fillCommand = (
  command: readonly string[] | string,
  fill: (text: string) => string,
): readonly string[] | string =>
  typeof command === 'string' ? fillText(command, (name) => `{${name}}`) : command.map(fill);

/** As sessions are told apart by their names. */
const fold = (name: string): string => name.normalize('NFC').toLocaleLowerCase('en');

/** A value at the beginning must not make it a command. */
const asQuestion = (text: string): string => (/^[/!]/.test(text) ? ` ${text}` : text);

// What a project would open, as lines that are safe to show (pure): every command in full, with signs for
// what a reader would overlook. For the question before it runs, and for --dry-run. Owns the words.

import {
  isProgramOf,
  isSplit,
  sessionsIn,
  type Project,
  type ProjectNode,
  type ProjectSession,
} from '../../config/project/project.js';
import { spellOnLine, spellSigns } from '../../text/visible-signs.js';
import { quoteWord } from '../line/usage.js';

export interface DescribeOptions {
  /** Of the session, absolute. */
  directoryOf(session: ProjectSession): string;
  /** Of the file, without links. */
  directory: string;
  isOpen(session: ProjectSession): boolean;
}

export function describeProject({ tabs, background }: Project, options: DescribeOptions): string[] {
  const lines = [`Relative directories begin at ${spellOnLine(options.directory)}.`];
  tabs.forEach(({ name, layout }, at) => {
    const title = name === undefined ? `tab ${at + 1} of the file` : `tab ${spellOnLine(name)}`;
    lines.push('', `${title}${describeTree(layout)}`);
    for (const session of sessionsIn(layout)) lines.push(...describeSession(session, options));
  });
  if (background.length > 0) lines.push('', 'in the background');
  for (const session of background) lines.push(...describeSession(session, options));
  return lines;
}

const describeTree = (layout: ProjectNode): string => {
  if (!isSplit(layout)) return '';
  const spell = (node: ProjectNode): string => {
    if (!isSplit(node)) return spellOnLine(node.name);
    const panes = node.panes.map(spell).join(node.split === 'right' ? ' | ' : ' / ');
    return node.split === 'stacked' ? `(stacked: ${panes})` : `(${panes})`;
  };
  return `: ${spell(layout)}`;
};

function describeSession(session: ProjectSession, options: DescribeOptions): string[] {
  const { name, type, agent, model, draft } = session;
  const directory = options.directoryOf(session);
  const where = directory === options.directory ? '' : `, in ${spellOnLine(directory)}`;
  const head = `  ${spellOnLine(name)}${options.isOpen(session) ? ' (is open already)' : ''}`;
  if (isProgramOf(session)) {
    const isText = typeof session.command === 'string';
    return [`${head}: ${isText ? 'runs in a shell' : 'runs'}${where}`, ...describeCommand(session)];
  }
  const details = [
    ...(type === undefined ? [] : [`type ${spellOnLine(type)}`]),
    ...(agent === undefined ? [] : [`the agent ${spellOnLine(agent)}`]),
    ...(model === undefined ? [] : [`model ${spellOnLine(model)}`]),
  ];
  const chat = `${head}: a chat${details.length === 0 ? '' : ` (${details.join(', ')})`}${where}`;
  return draft === undefined ? [chat] : [chat, '    with a draft, which is not sent:', ...indented(draft)];
}

const describeCommand = ({ command = [] }: ProjectSession): string[] =>
  typeof command === 'string' ? indented(`sh -c: ${command}`) : indented(command.map(quoteWord).join(' '));

const indented = (text: string): string[] =>
  spellSigns(text)
    .split('\n')
    .map((line) => `      ${line}`);

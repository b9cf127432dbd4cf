// What `help` prints (pure), from the registry.

import type { Command, Registry } from './command.js';
import { flagText, usage } from './line/usage.js';
import { commandWord } from '../text/mentions.js';

/** Fits the longest common name with its aliases; longer ones shift their summary. */
const NAME_COLUMN = 14;

export const helpLines = (commands: readonly Pick<Command, 'name' | 'summary'>[]): string =>
  commands.map(({ name, summary }) => `${name.padEnd(NAME_COLUMN)} ${summary}`).join('\n');

/** promptKey: the key that opens the command prompt; undefined: no key does. */
export const helpOverview = ({ commands }: Registry, promptKey: string | undefined): string =>
  [helpLines(commands.filter(({ unlisted }) => !unlisted)), '', helpHint(promptKey)].join('\n');

/** Where commands are typed. */
export function helpHint(promptKey: string | undefined): string {
  const atPrompt = promptKey === undefined ? '' : `after ${promptKey} without, `;
  const places = `in a chat with / before it, ${atPrompt}in a shell as qmux COMMAND`;
  return `${places}; ${commandWord('help COMMAND')} says more`;
}

/** Throws a UserError with similar names if there is no such command. */
export function helpFor(registry: Registry, word: string): string {
  const { command } = registry.get([word.replace(/^\//, '')]);
  return describeCommand(command);
}

export function describeCommand(command: Omit<Command, 'run'>): string {
  const lines = [`usage: ${usage(command)}`, command.summary];
  if (command.aliases.length > 0) lines.push(`also: ${command.aliases.join(', ')}`);
  const flags = command.flags.map((flag) => {
    const names = flag.short ? `-${flag.short}, ${flagText(flag)}` : flagText(flag);
    return `  ${names.padEnd(22)} ${flag.summary}`;
  });
  return [...lines, ...flags].join('\n');
}

/** The commands as a table for the documentation. */
export function commandPage({ commands }: Registry): string {
  return commands
    .filter(({ unlisted }) => !unlisted)
    .map((command) => {
      const flags = command.flags.map((flag) => `- \`${flagText(flag)}\`: ${flag.summary}`);
      const also =
        command.aliases.length > 0
          ? `\n\nAlso: ${command.aliases.map((alias) => `\`${alias}\``).join(', ')}.`
          : '';
      return `## ${command.name}\n\n\`${usage(command)}\`\n\n${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.${also}${flags.length > 0 ? `\n\n${flags.join('\n')}` : ''}\n`;
    })
    .join('\n');
}

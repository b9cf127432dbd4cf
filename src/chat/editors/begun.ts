// The modes, options and commands of a chat's agent as an editor is given them (pure). The reverse of
// agents/session-options.ts. Owns only that.

import { defined, type Fields } from '../agents/wire-fields.js';
import type { AgentCommand, ModelOption } from '../model-event.js';
import type { Update } from './editor-lines.js';

/** What an editor may set: what is kept with the chat, by its category. */
export type EditorOption = ModelOption & { category: 'mode' | 'model' | 'effort' };

export const settable = (options: readonly ModelOption[]): EditorOption[] =>
  options.filter((option): option is EditorOption => option.category !== 'other');

/** Beside the id in the response to `session/new`; empty while nothing is known of the agent. */
export function begunOf(options: readonly ModelOption[]): Fields {
  const list = settable(options);
  if (list.length === 0) return {};
  const mode = list.find(({ category }) => category === 'mode');
  return {
    configOptions: list.map(encodeOption),
    ...(mode && {
      modes: {
        currentModeId: mode.current,
        availableModes: mode.values.map(({ value, name, description }) => ({
          id: value,
          name,
          ...defined({ description }),
        })),
      },
    }),
  };
}

export function optionUpdates(options: readonly ModelOption[]): Update[] {
  const list = settable(options);
  const mode = list.find(({ category }) => category === 'mode');
  return [
    { sessionUpdate: 'config_option_update', configOptions: list.map(encodeOption) },
    ...(mode ? [{ sessionUpdate: 'current_mode_update', currentModeId: mode.current }] : []),
  ];
}

export const commandUpdate = (commands: readonly AgentCommand[]): Update => ({
  sessionUpdate: 'available_commands_update',
  availableCommands: commands.map(({ name, summary, hint }) => ({
    name,
    description: summary,
    ...(hint === undefined ? {} : { input: { hint } }),
  })),
});

const encodeOption = ({ id, name, category, current, values }: EditorOption): Fields => ({
  id,
  name,
  category: category === 'effort' ? 'thought_level' : category,
  type: 'select',
  currentValue: current,
  options: values.map((each) => ({
    value: each.value,
    name: each.name,
    ...defined({ description: each.description }),
  })),
});

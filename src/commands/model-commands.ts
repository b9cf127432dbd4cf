// The verbs model and effort of a chat that a model answers. Owns what they list and say. Leaves the same
// verbs for agents to agent-commands.ts, and which models there are to session/chat/model-settings.ts.

import { createNameList } from '../dialogs/name-list.js';
import { createTextList } from '../dialogs/text-list.js';
import { SILENT, type CommandOutput } from './command.js';
import type { CommandedModel, ConversationContext } from './chat/conversation-context.js';
import { done } from './define.js';
import { isProgram } from '../session/any-session.js';
import { knownModels, listModelNames, type KnownModels } from './listed-models.js';

const FROM_NEXT = 'from the next question on';

export async function setModel(
  context: ConversationContext,
  settings: CommandedModel,
  wanted: string | undefined,
): Promise<CommandOutput> {
  if (wanted !== undefined) return done(`${settings.chooseModel(wanted)} answers ${FROM_NEXT}`);
  const { names, problem } = await settings.offered();
  const listed = listModelNames(context.coordinator, settings.model, names);
  if (!context.surface || context.way === 'cli') {
    const lines = listed.map(({ name }) => `${name === settings.model ? '*' : ' '} ${name}`);
    return {
      text: lines.join('\n'),
      json: { current: settings.model, names: listed.map(({ name }) => name) },
    };
  }
  context.surface.open(
    createNameList({ title: 'model', names: listed, note: problem, take: (name) => ['model', name] }),
  );
  return SILENT;
}

/** For completion. Even where no chat is open: what the config names. */
export function listKnownModels({ coordinator, here }: ConversationContext): CommandOutput {
  const listed = knownModels(coordinator, here).map(({ name }) => name);
  const current = here && !isProgram(here) ? (here.modelSettings?.model ?? null) : null;
  const json: KnownModels = { current, names: listed };
  return { text: listed.join('\n'), json, isReference: true };
}

export async function setEffort(
  context: ConversationContext,
  settings: CommandedModel,
  wanted: string | undefined,
): Promise<CommandOutput> {
  if (wanted !== undefined) return done(`effort is ${settings.chooseEffort(wanted)} ${FROM_NEXT}`);
  const { efforts, effort = 'default' } = settings;
  // Says that there is none.
  if (efforts.length === 0) settings.chooseEffort('');
  const values = [...efforts, 'default'];
  if (!context.surface || context.way === 'cli')
    return {
      text: values.map((value) => `${value === effort ? '*' : ' '} ${value}`).join('\n'),
      json: { current: effort, values },
    };
  context.surface.open(
    createTextList({
      title: 'effort',
      texts: values.map((value) => ({ name: value, size: value === effort ? 'current' : '', lines: [''] })),
      nothing: 'no effort to choose',
      take: (value) => ['effort', value],
      footer: 'Enter chooses, Esc closes',
    }),
  );
  return SILENT;
}

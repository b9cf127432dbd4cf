// The models that a user may choose for a chat, in the order in which they are offered. Leaves what a
// provider offers to the server, and what is shown of each to the menu or the completion.

import type { ListedName } from '../dialogs/name-list.js';
import { isProgram } from '../session/any-session.js';
import type { Coordinator } from '../session/coordinator.js';
import { NO_MODEL } from '../session/session-facts.js';
import type { AnyPlace, CommandedAgent } from './chat/conversation-context.js';

/** What `model --known --json` prints. */
export interface KnownModels {
  /** null: there is no chat that one answers. */
  current: string | null;
  names: readonly string[];
}

/** As many as one remembers. */
const MOST_RECENT = 8;

/** The one that answers, those used last, then what its provider offers. */
export function listModelNames(
  { sessions, archive }: Pick<Coordinator, 'sessions' | 'archive'>,
  model: string,
  offered: readonly string[],
): ListedName[] {
  const used = [
    ...sessions.flatMap((session) =>
      isProgram(session) || session.agent ? [] : [{ name: session.modelName, at: session.record.lastUsed }],
    ),
    ...archive.flatMap((record) =>
      record.kind === 'chat' && !record.agent && record.model
        ? [{ name: record.model, at: record.lastUsed }]
        : [],
    ),
  ]
    .sort((a, b) => b.at - a.at)
    .map(({ name }) => name)
    .filter((name) => name !== '' && name !== NO_MODEL && name !== 'guide');
  const recent = [...new Set(used)].filter((name) => name !== model).slice(0, MOST_RECENT);
  const now = model === NO_MODEL || model === 'guide' ? [] : [{ name: model, about: 'answers now' }];
  const known = new Set([model, ...recent]);
  return [
    ...now,
    ...recent.map((name) => ({ name, about: 'used' })),
    ...offered.filter((name) => !known.has(name)).map((name) => ({ name, about: '' })),
  ];
}

/** What its agent can be told to be, as far as it has said so. */
export function modelsOfAgent(agent: Pick<CommandedAgent, 'options'> | undefined): ListedName[] {
  const option = agent?.options.find(({ category }) => category === 'model');
  return (option?.values ?? []).map(({ value, name }) => ({
    name: value,
    about: name === value ? '' : name,
  }));
}

/** Without asking anybody; of a program, and of nothing: those of any chat. */
export function knownModels(
  coordinator: Pick<Coordinator, 'sessions' | 'archive'>,
  here: AnyPlace | undefined,
): ListedName[] {
  const chat = here && !isProgram(here) ? here : undefined;
  if (chat?.agent) return modelsOfAgent(chat.agent);
  if (chat?.modelSettings)
    return listModelNames(coordinator, chat.modelSettings.model, chat.modelSettings.kept);
  const kept = coordinator.sessions.flatMap((session) =>
    isProgram(session) || !session.modelSettings ? [] : [session.modelSettings.kept],
  );
  return listModelNames(coordinator, NO_MODEL, kept[0] ?? []);
}

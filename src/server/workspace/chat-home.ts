// What a chat in the workspace is given: its commands, what its type and its directory say. Owns that wiring.
// Leaves commands to commands/ and models to session/chat/session-models.ts.

import type { CommandReply, CompletionEntry } from '../../chat/ports.js';
import { completeLine } from '../../commands/completion/complete.js';
import { completionSource } from '../../commands/completion/completion-source.js';
import { listModelNames, modelsOfAgent } from '../../commands/listed-models.js';
import { registry } from '../../commands/registry.js';
import type { ListedName } from '../../dialogs/name-list.js';
import type { Config } from '../../config/options.js';
import type { ChatAdvice, ChatCommands } from '../../session/chat/chat-ports.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import { suggestType } from '../../session/chat/suggest-type.js';
import type { Paths } from '../../paths/paths.js';
import type { Coordinator } from '../../session/coordinator.js';
import { findType, type SessionType } from '../../session/session-types.js';
import { templateNames } from '../../session/templates/known-templates.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { findGitBranch } from './git-branch.js';

/** Of a branch's name in cells: the line fits a terminal of 80 columns. */
const MAX_BRANCH = 32;

export type RunSlash = (session: ChatSession, line: string) => Promise<CommandReply | undefined>;

export class WorkspaceChats implements ChatCommands<ChatSession>, ChatAdvice<ChatSession> {
  readonly #options: {
    readonly config: Pick<Config, 'model' | 'autoName' | 'templates'>;
    readonly paths?: Pick<Paths, 'layoutsDir' | 'templatesDir'>;
    readonly runSlash: RunSlash;
    coordinator(): Coordinator;
  };

  constructor(options: {
    readonly config: Pick<Config, 'model' | 'autoName' | 'templates'>;
    readonly paths?: Pick<Paths, 'layoutsDir' | 'templatesDir'>;
    readonly runSlash: RunSlash;
    coordinator(): Coordinator;
  }) {
    this.#options = options;
  }

  run(session: ChatSession, line: string): Promise<CommandReply | undefined> {
    return this.#options.runSlash(session, line);
  }

  has(name: string): boolean {
    return registry.find(name) !== undefined;
  }

  complete(session: ChatSession, line: string, more: () => void): CompletionEntry[] {
    const { cwd, standing } = session.record;
    const { config, coordinator, paths } = this.#options;
    return completeLine(
      registry,
      line,
      completionSource(coordinator(), {
        configuredModel: config.model,
        cwd,
        keptFiles: standing,
        layoutsDir: paths?.layoutsDir,
        templates: paths && templateNames({ templates: config.templates, templatesDir: paths.templatesDir }),
        offered: () => offeredTo(session, coordinator(), more),
      }),
    );
  }

  suggest(session: ChatSession): string | undefined {
    return suggestForBranch(session, this.#options.coordinator().types);
  }

  instruction(session: ChatSession): string | undefined {
    const { type, instruction: own } = session.record;
    const { instruction } = findType(this.#options.coordinator().types, type) ?? {};
    return [instruction, own].filter((each) => each !== undefined).join('\n\n') || undefined;
  }

  firstQuestion(session: ChatSession, question: string): void {
    const { config, coordinator } = this.#options;
    if (config.autoName === 'question') coordinator().autoName(session, question);
  }

  title(session: ChatSession, title: string): void {
    this.#options.coordinator().autoName(session, title);
  }
}

/** The models of its provider, or of its agent. */
function offeredTo(
  { agent, modelSettings }: ChatSession,
  coordinator: Coordinator,
  more: () => void,
): ListedName[] {
  if (modelSettings) return listModelNames(coordinator, modelSettings.model, modelSettings.known(more));
  return modelsOfAgent(agent);
}

/** For an empty chat without a type of its own, in a repository whose branch speaks for one. */
export function suggestForBranch(session: ChatSession, types: readonly SessionType[]): string | undefined {
  if (session.record.type !== 'chat') return undefined;
  const branch = findGitBranch(session.record.cwd);
  const type = branch === undefined ? undefined : suggestType(branch, types);
  return type && `On branch ${sanitiseLine(branch ?? '', MAX_BRANCH)}: /new ${type} starts a ${type} chat.`;
}

// What a workspace does after its config was replaced: only what keeps something that follows from an option.
// Whoever reads the option when it is used is not here.

import type { ModelSource } from '../../../chat/providers/model-source.js';
import { findAllSecrets } from '../../../chat/providers/known-providers.js';
import type { OptionKey } from '../../../config/live-config.js';
import type { Config } from '../../../config/options.js';
import type { ServerLog } from '../../../log/server-log.js';
import { isProgram, type AnySession } from '../../../session/any-session.js';
import { installGlyphs } from '../../../text/glyphs.js';

export interface ConfigFollowers {
  readonly config: Readonly<Config>;
  readonly log: Pick<ServerLog, 'addSecrets'>;
  readonly models: Pick<ModelSource, 'configChanged'>;
  readonly agentLink: { configChanged(): void };
  readonly workspace: {
    /** Of the client attached last. */
    readonly env: Readonly<Record<string, string>>;
    readonly agents: { idleTimeChanged(): void };
    readonly tools: { configChanged(): void };
    readonly coordinator: { readonly sessions: readonly AnySession[] };
  };
}

export function followConfig(changed: ReadonlySet<OptionKey>, followers: ConfigFollowers): void {
  const { config, log, models, agentLink, workspace } = followers;
  const { agents, tools, coordinator } = workspace;
  const has = (...keys: OptionKey[]): boolean => keys.some((key) => changed.has(key));
  if (has('providers')) log.addSecrets(findAllSecrets(workspace.env, config.providers));
  if (has('model', 'providers', 'prices', 'localModule')) models.configChanged();
  if (has('agentIdleMinutes')) agents.idleTimeChanged();
  if (has('mcp')) tools.configChanged();
  if (has('sshAgent')) agentLink.configChanged();
  if (has('plain')) installGlyphs(config.plain ? 'plain' : 'drawn');
  // They draw themselves with these signs, and name these keys.
  if (has('plain', 'prefix', 'bindings', 'promptKeys')) {
    for (const session of coordinator.sessions) if (!isProgram(session)) session.redraw();
  }
}

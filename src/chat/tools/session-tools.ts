// All tools of one chat: those on files and the shell, and those of servers. Owns what the user allowed in
// this session, and which secrets reach neither the model nor the transcript.

import { NamedSecrets } from '../agents/named-secrets.js';
import type { ProviderTable } from '../providers/known-providers.js';
import { SessionPermissions } from './permissions.js';
import { derived } from '../../text/derived.js';
import type { ListPorts, Tool, ToolSet } from './tool-set.js';

type Environment = Readonly<Record<string, string>>;

export interface ToolSources {
  /** None while they are off. */
  builtIn(): Promise<readonly Tool[]>;
  servers: { tools(ports: ListPorts): Promise<readonly Tool[]> };
  /** Of the client attached last: its secrets are replaced by their names. */
  env(): Environment;
  /** Of the config, at the moment. */
  readonly providers: ProviderTable;
}

export class SessionTools implements ToolSet {
  readonly permissions = new SessionPermissions();
  readonly #secrets: () => NamedSecrets;

  readonly #sources: ToolSources;

  constructor(sources: ToolSources) {
    this.#sources = sources;
    this.#secrets = derived(
      () => [sources.env(), sources.providers],
      (env, providers) => new NamedSecrets(env, providers),
    );
  }

  async list(ports: ListPorts): Promise<readonly Tool[]> {
    const { builtIn, servers } = this.#sources;
    return [...(await builtIn()), ...(await servers.tools(ports))];
  }

  mask(text: string): string {
    return this.#secrets().name(text);
  }
}

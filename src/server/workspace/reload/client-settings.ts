// How a client is set: what it brings, and what the config says of it at the moment. Owns that mapping.

import type { Config } from '../../../config/options.js';
import { copyBindings } from '../../../keymap/copy-keys.js';
import type { KeyTable } from '../../../keymap/key-table.js';
import { derived } from '../../../text/derived.js';
import type { Wording } from '../../../text/mentions.js';
import type { CopyKeys } from '../../view/client-copy.js';
import type { ClientSettings } from '../../view/client-ports.js';
import { hintFor } from '../../view/prefix-hint.js';

/** Of the server, at the moment. */
export interface SetByConfig {
  readonly config: Readonly<Config>;
  readonly keyTable: KeyTable;
  readonly keyOf: Wording['key'];
}

/** What stays as it is while the client is attached. */
export type SetByClient = Omit<
  ClientSettings,
  'theme' | 'keyTable' | 'keyHintsMs' | 'escapeTimeMs' | 'copyKeys' | 'tabBar' | 'mouse' | 'hint'
> & { readonly showsHint: boolean };

export function clientSettings(server: SetByConfig, { showsHint, ...client }: SetByClient): ClientSettings {
  const { config } = server;
  const copyKeys = derived(
    () => [config.copyModeKeys, config.copyModeBindings],
    (style, own): CopyKeys => ({ style, bindings: copyBindings(style, own) }),
  );
  return {
    ...client,
    get theme() {
      return config.theme;
    },
    get keyTable() {
      return server.keyTable;
    },
    get keyHintsMs() {
      return server.config.plain ? 0 : server.config.keyHintsMs;
    },
    get escapeTimeMs() {
      return config.escapeTimeMs;
    },
    get copyKeys() {
      return copyKeys();
    },
    get tabBar() {
      return config.tabBar;
    },
    get mouse() {
      return config.mouse;
    },
    get hint() {
      return showsHint ? hintFor(server.keyTable.prefix, server.keyOf, client.env) : undefined;
    },
  };
}

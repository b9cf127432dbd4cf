// The commands of one `qmux chat`, bound to what it consists of. Owns only that wiring.

import type { Config } from '../../config/options.js';
import { definedVariables } from '../../client/hello.js';
import { NODE_FILES } from '../../files/file-port.js';
import type { Call } from '../call.js';
import type { Answerer } from './answerer.js';
import { LaterCommands } from './later-commands.js';
import type { PlainConversations } from './plain-conversations.js';
import type { PlainRecord } from './plain-record.js';
import { PlainSession } from './plain-session.js';

export type CommandsConfig = Pick<Config, 'model' | 'clipboard'>;

export interface CommandsGiven {
  call: Pick<Call, 'env' | 'paths'>;
  config: CommandsConfig;
  answerer: Answerer;
  kept: PlainRecord;
  conversations: PlainConversations;
  /** Bytes to the terminal; absent: it takes none but text. */
  send?(bytes: string): void;
  quit(): void;
}

export function commandsFor(given: CommandsGiven): LaterCommands {
  const { call, config, answerer, kept, conversations, send, quit } = given;
  const { paths } = call;
  const session = new PlainSession({
    kept,
    answerer,
    chat: () => conversations.chat,
    transcript: () => conversations.transcript,
  });
  const clipboard = { paths, isOn: config.clipboard === 'on', env: definedVariables(call.env) };
  return new LaterCommands(async () => {
    const [{ PlainCommands }, { copyPlain }] = await Promise.all([
      import('./plain-commands.js'),
      import('./plain-clipboard.js'),
    ]);
    return new PlainCommands({
      session,
      tools: answerer.tools,
      disk: { files: NODE_FILES },
      configuredModel: config.model,
      isDrawn: send !== undefined,
      copyText: (text) => copyPlain(text, { ...clipboard, send }),
      startOver: () => conversations.startOver(),
      quit,
    });
  });
}

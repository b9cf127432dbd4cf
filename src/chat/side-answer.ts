// One answer that is no turn: a summary, a question aside. It is asked like a turn, with its retries, and
// gathers text. Owns only that. Leaves what becomes of it to whoever asks. Invariant: nothing of it is in the
// transcript unless they put it there.

import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../text/user-error.js';
import type { ChatHost, ChatMessage, ModelRequest } from './ports.js';
import type { Retry } from './retries.js';
import { runTurn, type TurnPorts, type TurnSignals } from './turn.js';

export interface SideQuestion {
  host: Pick<ChatHost, 'terminal' | 'keeper' | 'model' | 'stamps'>;
  instruction: string | undefined;
  messages: readonly ChatMessage[];
  signals: TurnSignals;
  /** All of it so far. */
  onText?(text: string): void;
  /** It waits to be tried again; undefined: no longer. */
  onWait?(retry: Retry | undefined): void;
}

/** It was interrupted. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** The whole answer. Rejects with a UserError: it failed or was cut; with Interrupted. */
export async function askAside({ host, signals, onText, onWait, ...asked }: SideQuestion): Promise<string> {
  let answer = '';
  const ports: TurnPorts = {
    terminal: host.terminal,
    keeper: host.keeper,
    model: host.model,
    gather: async () => {},
    begin: () => {},
    request: (signal): ModelRequest => ({
      instruction: asked.instruction,
      messages: [...asked.messages],
      signal,
    }),
    addPiece: (kind, text) => {
      if (kind !== 'text') return;
      answer += text;
      onText?.(answer);
    },
    report: () => {},
    settle: () => {},
    async wait(retry, signal) {
      const { wait = (ms, options) => sleep(ms, undefined, options) } = host.stamps;
      onWait?.(retry);
      await wait(retry.waitMs, { signal }).finally(() => onWait?.(undefined));
    },
    random: () => host.stamps.random?.() ?? Math.random(),
  };
  const { finish, error = 'it was cut' } = await runTurn(ports, signals);
  if (finish === 'interrupted') throw new Interrupted('interrupted');
  if (finish !== 'stop') throw new UserError(error);
  return answer.trim();
}

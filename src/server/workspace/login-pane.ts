// The login of an agent, in a pane of its own below its chat. Owns where it opens, and that nothing of what
// is typed or shown there reaches the disk. Leaves which program that is to chat/agents/.

import type { Login } from '../../chat/agents/sign-in.js';
import { isProgram } from '../../session/any-session.js';
import type { Place } from '../../session/arrangement/arrangement.js';
import type { Coordinator } from '../../session/coordinator.js';
import { describeExit } from '../../session/program/program-words.js';
import { UserError } from '../../text/user-error.js';

export interface LoginPane {
  login: Login;
  /** Id of the chat whose agent wants it. */
  session: string;
  /** Of the client attached last. */
  env: Readonly<Record<string, string>>;
}

/**
 * Resolves when the program has ended: undefined: with 0; else how. Rejects with a UserError when it cannot
 * be started.
 */
export async function runLoginPane(coordinator: Coordinator, pane: LoginPane): Promise<string | undefined> {
  const { login, session: id, env } = pane;
  const chat = coordinator.find(id);
  const { viewers } = coordinator.arrangement;
  const viewer =
    viewers.attached.find((each) => chat && coordinator.isDrawnFor(each, chat)) ?? viewers.current;
  const create = (place: Place): ReturnType<Coordinator['createSession']> =>
    coordinator.createSession({
      kind: 'program',
      type: undefined,
      name: undefined,
      model: undefined,
      cwd: chat?.record.cwd ?? '~',
      command: [login.command, ...login.args],
      env: { ...env, ...login.env },
      viewer,
      place,
    });
  const program = await create({ at: 'split', direction: 'below' }).catch((error: unknown) => {
    // There is no room for a split.
    if (error instanceof UserError) return create({ at: 'tab' });
    throw error;
  });
  if (!isProgram(program)) throw new Error('a login is a program');
  program.keepOffDisk();
  return new Promise((resolve) => {
    const check = (): void => {
      if (program.running !== undefined) return;
      undo();
      const { exit } = program.record;
      const isWell = typeof exit === 'object' && exit.code === 0;
      resolve(isWell ? undefined : describeExit(exit ?? 'ended-with-server'));
    };
    const undo = program.onReading(check);
    check();
  });
}

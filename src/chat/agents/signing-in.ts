// An agent's model that lets its user sign in where the agent asks for that: the ways are a choice, the
// agent's own login runs in a terminal, and the prompt is sent again afterwards. Owns that order and its
// words. Leaves which ways there are to sign-in.ts and the terminal to others. Invariant: no credential
// passes through here.

import type { ModelEvent } from '../model-event.js';
import type { ChatModel, ModelRequest } from '../ports.js';
import type { UserQuestion } from '../user-question.js';
import type { Agent } from './agent.js';
import type { KnownAgent } from './known-agents.js';
import { orAborted } from './or-aborted.js';
import { listSignInWays, type Login, type SignInWay } from './sign-in.js';

export type Refusal = Extract<ModelEvent, { type: 'error' }>;

export interface SigningInOptions {
  agent: Pick<Agent, 'model' | 'signIn' | 'close'>;
  known: KnownAgent;
  /**
   * Runs the agent's own login where its user sees it. Resolves with how it ended: undefined: well; else such
   * as `exit code 1`. Rejects with a UserError when it cannot run.
   */
  runLogin(login: Login, signal: AbortSignal): Promise<string | undefined>;
}

/** refused: the start has just failed with this; undefined: it has not. */
export const withSignIn = (options: SigningInOptions, refused: Refusal | undefined): ChatModel => ({
  name: options.agent.model.name,
  endsItself: true,
  stream: (request) => stream(options, request, refused),
});

async function* stream(
  options: SigningInOptions,
  request: ModelRequest,
  refused: Refusal | undefined,
): AsyncGenerator<ModelEvent> {
  let refusal = refused;
  for (;;) {
    refusal ??= yield* relay(options.agent.model.stream(request));
    if (!refusal) return;
    const end = yield* signIn(options, request, refusal);
    if (end) return yield end;
    refusal = undefined;
  }
}

/** Everything but a wish to sign in, which is returned. */
async function* relay(events: AsyncIterable<ModelEvent>): AsyncGenerator<ModelEvent, Refusal | undefined> {
  for await (const event of events) {
    if (event.type === 'error' && event.signIn) return event;
    yield event;
  }
  return undefined;
}

/** The end of the turn; undefined: the user has signed in. */
async function* signIn(
  { agent, known, runLogin }: SigningInOptions,
  { ask, signal }: ModelRequest,
  refusal: Refusal,
): AsyncGenerator<ModelEvent, ModelEvent | undefined> {
  const ways = listSignInWays(known, agent.signIn);
  if (!ask || ways.length === 0) return refusal;
  const reply = await ask(questionOf(known, ways), signal);
  if (reply.type !== 'option') return { type: 'interrupted' };
  const way = ways.find(({ id }) => id === reply.option.id);
  // What runs has the environment, or the login, of before.
  await agent.close();
  if (!way) return refusal;
  if (!way.login) return { type: 'error', message: describeVariables(known, way), needsUser: true };
  const { login } = way;
  const command = [login.command, ...login.args].join(' ');
  yield {
    type: 'notice',
    text: `${command} runs in a pane of its own; ${known.name} starts when it has ended`,
  };
  const fault = await orAborted(runLogin(login, signal), signal);
  if (signal.aborted) return { type: 'interrupted' };
  if (fault === undefined) return undefined;
  return { type: 'error', message: `${command} ended with ${fault}; ask again to sign in`, needsUser: true };
}

const NOT_NOW = 'not-now';

const questionOf = ({ name }: KnownAgent, ways: readonly SignInWay[]): UserQuestion => ({
  kind: 'choice',
  text: `${name} needs you to sign in`,
  options: [
    ...ways.map((way) => ({ id: way.id, name: way.words, kind: 'choice' as const })),
    { id: NOT_NOW, name: 'Not now', kind: 'choice' as const },
  ],
});

const describeVariables = ({ name }: KnownAgent, { variables }: SignInWay): string =>
  `set ${variables.join(' and ')} in a shell and run qmux there: ${name} gets the environment of the terminal attached last; then ask again`;

// The verb that creates a session: new. Owns what its words and flags mean, and which of them exclude each
// other. Leaves creating it to the coordinator, worktrees to worktrees/, the conversations that an agent has
// kept to resume-agent.ts.

import { isProgram, type AnySession } from '../session/any-session.js';
import { findAgentName } from '../session/new-session.js';
import { findType } from '../session/session-types.js';
import { UserError } from '../text/user-error.js';
import { getCallerDirectory, resolveForCaller } from './caller-directory.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { command, done, programWords } from './define.js';
import { offerKeptSessions } from './resume-agent.js';
import { newFromTemplate } from './templates/new-from-template.js';
import { createInWorktree } from './worktrees/new-worktree.js';

/** A relative path starts at the caller's directory. */
function chooseDirectory(
  { way, caller, coordinator, viewer }: CommandContext,
  given: string | undefined,
): string {
  if (given !== undefined) return resolveForCaller(caller, given);
  return way === 'cli' ? getCallerDirectory(caller) : coordinator.likeFocused(viewer).cwd;
}

/** What is to be created. */
interface Wish {
  kind: 'chat' | 'program';
  type: string | undefined;
  name: string | undefined;
  agent: string | undefined;
}

/** Throws a UserError for words and flags that do not go together. */
function readWish({ coordinator }: CommandContext, input: ParsedArguments): Wish {
  const [first, second, third] = input.words('type-or-name');
  if (third !== undefined)
    throw new UserError(`new takes a type, a name, and a command after --; ${third} is too much`, {
      exitCode: 2,
    });
  // One word that is a type or an agent is that; two words are that and the name.
  const isType = first !== undefined && findType(coordinator.types, first) !== undefined;
  const firstAgent = first === undefined || isType ? undefined : findAgentName(coordinator.agents, first);
  const firstIsKind = isType || firstAgent !== undefined;
  if (second !== undefined && !firstIsKind)
    throw new UserError(
      `no type or agent ${first}; the types are ${coordinator.types.map((type) => type.name).join(', ')}`,
      { exitCode: 2 },
    );
  const agent = input.value('agent') ?? firstAgent;
  const runsCommand = input.trailing.length > 0;
  if (runsCommand && firstIsKind)
    throw new UserError(`a program has no type and no agent; leave out ${first}`, { exitCode: 2 });
  if (runsCommand && agent !== undefined)
    throw new UserError('new takes --agent or a command after --, not both', { exitCode: 2 });
  for (const flag of ['effort', 'resume'])
    if (agent === undefined && input.value(flag) !== undefined)
      throw new UserError(`--${flag} is for an agent; name it with --agent`, { exitCode: 2 });
  return {
    kind: runsCommand ? 'program' : 'chat',
    type: isType ? first : undefined,
    name: firstIsKind ? second : first,
    agent,
  };
}

async function newSession(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, viewer, caller } = context;
  if (input.value('template') !== undefined)
    return newFromTemplate(context, input, {
      directory: chooseDirectory(context, input.value('cwd')),
      place: placeOf(input),
      flags: [...wordsAgain(undefined, input).slice(1), ...(input.has('json') ? ['--json'] : [])],
    });
  const wish = readWish(context, input);
  const { type, name, agent } = wish;
  const directory = chooseDirectory(context, input.value('cwd'));
  const resumed = input.value('resume');
  if (agent !== undefined && resumed === '')
    return offerKeptSessions(context, { agent, directory, words: wordsAgain(name, input) });
  const create = (cwd: string): Promise<AnySession> =>
    coordinator.createSession({
      ...wish,
      model: input.value('model'),
      effort: input.value('effort'),
      agentSession: resumed,
      cwd,
      command: programWords(context, input.trailing),
      env: caller.env,
      viewer,
      place: placeOf(input),
    });
  const { session, made, said } = input.has('worktree')
    ? await createInWorktree(context, { type, name, agent, command: input.trailing, cwd: directory }, create)
    : { session: await create(directory), made: undefined, said: undefined };
  if (resumed !== undefined && !isProgram(session)) session.fetchKept();
  return {
    ...done([`created #${session.number} ${session.name}`, ...(said === undefined ? [] : [said])].join(' ')),
    json: {
      number: session.number,
      id: session.id,
      name: session.name,
      ...(made ? { worktree: { path: made.path, branch: made.branch } } : {}),
    },
    ...(input.has('d') ? {} : { attach: session.id }),
  };
}

function placeOf(
  input: ParsedArguments,
): Parameters<CommandContext['coordinator']['createSession']>[0]['place'] {
  if (input.has('d')) return { at: 'background' };
  if (input.has('h')) return { at: 'split', direction: 'right' };
  if (input.has('v')) return { at: 'split', direction: 'below' };
  return { at: 'pane' };
}

/** What was asked for beside the conversation that is still to be chosen. */
function wordsAgain(name: string | undefined, input: ParsedArguments): string[] {
  const values = ['model', 'effort', 'cwd'].flatMap((flag) => {
    const value = input.value(flag);
    return value === undefined ? [] : [`--${flag}`, value];
  });
  const flags = ['d', 'h', 'v'].filter((flag) => input.has(flag)).map((flag) => `-${flag}`);
  const worktree = input.has('worktree') ? ['--worktree'] : [];
  return ['new', ...(name === undefined ? [] : [name]), ...values, ...worktree, ...flags];
}

export const NEW: Command = command({
  name: 'new',
  aliases: ['new-session'],
  summary: 'create a session and show it',
  positionals: [
    {
      name: 'type-or-name',
      kind: 'type',
      suggestsWith: { template: 'template-key' },
      optional: true,
      rest: true,
    },
  ],
  flags: [
    {
      name: 'model',
      value: 'M',
      kind: 'model',
      summary: "a chat's model, as provider/model, or an agent's",
    },
    { name: 'agent', value: 'NAME', kind: 'agent', summary: 'a chat with this agent' },
    { name: 'effort', value: 'E', summary: 'how hard the agent thinks, in its own words' },
    {
      name: 'resume',
      value: 'ID',
      valueOptional: true,
      summary: "go on with the agent's own session; without ID it asks which",
    },
    {
      name: 'template',
      value: 'NAME',
      kind: 'template',
      summary: 'what this template says; KEY=VALUE fills its placeholders',
    },
    { name: 'cwd', value: 'DIR', kind: 'directory', summary: 'its directory' },
    { name: 'worktree', summary: 'in a git worktree of its own, on a branch of that name' },
    { name: 'd', summary: 'stay where you are' },
    { name: 'h', summary: 'in a split to the right' },
    { name: 'v', summary: 'in a split below' },
    { name: 'json', summary: 'print number, id and name as an object' },
  ],
  trailing: 'command…',
  takesEnvironment: true,
  attaches: (input) => !input.has('d'),
  run: newSession,
});

// The verbs of sessions: sessions, new, switch, rename, session-name, close, reopen, next-waiting.

import { createChoice } from '../dialogs/choice.js';
import { createCommandPrompt } from '../dialogs/command-prompt.js';
import type { AnySession } from '../session/any-session.js';
import { findAgentName } from '../session/new-session.js';
import { findType } from '../session/session-types.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { getCallerDirectory, resolveForCaller } from './caller-directory.js';
import { SILENT } from './command.js';
import { command, done, getHere, getSession, getSurface, programWords, say } from './define.js';
import { offerKeptSessions } from './resume-agent.js';
import { formatShort, formatTable } from './session-list.js';
import { commandWord } from '../text/mentions.js';
import { createInWorktree } from './worktrees/new-worktree.js';

/** A relative path starts at the caller's directory. */
function chooseDirectory(
  { way, caller, coordinator, viewer }: CommandContext,
  given: string | undefined,
): string {
  if (given !== undefined) return resolveForCaller(caller, given);
  return way === 'cli' ? getCallerDirectory(caller) : coordinator.likeFocused(viewer).cwd;
}

async function newSession(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, viewer, caller } = context;
  const [first, second, third] = input.words('type-or-name');
  if (third !== undefined)
    throw new UserError(`new takes a type, a name, and a command after --; ${third} is too much`, {
      exitCode: 2,
    });
  // One word that is a type is the type; two words are type and name.
  const isType = first !== undefined && findType(coordinator.types, first) !== undefined;
  const firstAgent = first === undefined || isType ? undefined : findAgentName(coordinator.agents, first);
  const firstIsKind = isType || firstAgent !== undefined;
  if (second !== undefined && !firstIsKind)
    throw new UserError(
      `no type or agent ${first}; the types are ${coordinator.types.map((type) => type.name).join(', ')}`,
      { exitCode: 2 },
    );
  const type = isType ? first : undefined;
  const agent = input.value('agent') ?? firstAgent;
  const name = firstIsKind ? second : first;
  const isProgram = input.trailing.length > 0;
  if (isProgram && firstIsKind)
    throw new UserError(`a program has no type and no agent; leave out ${first}`, { exitCode: 2 });
  if (isProgram && agent !== undefined)
    throw new UserError('new takes --agent or a command after --, not both', { exitCode: 2 });
  if (agent === undefined)
    for (const flag of ['effort', 'resume'])
      if (input.value(flag) !== undefined)
        throw new UserError(`--${flag} is for an agent; name it with --agent`, { exitCode: 2 });
  const inDirectory = chooseDirectory(context, input.value('cwd'));
  const resumed = input.value('resume');
  if (agent !== undefined && resumed === '')
    return offerKeptSessions(context, {
      agent,
      directory: inDirectory,
      words: [
        'new',
        ...(name === undefined ? [] : [name]),
        ...['d', 'h', 'v'].flatMap((flag) => (input.has(flag) ? `-${flag}` : [])),
      ],
    });
  const create = (cwd: string): Promise<AnySession> =>
    coordinator.createSession({
      kind: isProgram ? 'program' : 'chat',
      type,
      name,
      model: input.value('model'),
      agent,
      effort: input.value('effort'),
      agentSession: resumed,
      cwd,
      command: programWords(context, input.trailing),
      env: caller.env,
      viewer,
      place: input.has('d')
        ? { at: 'background' }
        : input.has('h')
          ? { at: 'split', direction: 'right' }
          : input.has('v')
            ? { at: 'split', direction: 'below' }
            : { at: 'pane' },
    });
  const { session, made, said } = input.has('worktree')
    ? await createInWorktree(
        context,
        { type, name, agent, command: input.trailing, cwd: inDirectory },
        create,
      )
    : { session: await create(inDirectory), made: undefined, said: undefined };
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

async function listSessions({ coordinator }: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  if (input.has('all')) await coordinator.refreshArchive();
  for (const session of coordinator.sessions) session.wake();
  let sessions = coordinator.list({ archived: input.has('all') });
  if (input.has('waiting')) sessions = sessions.filter(({ facts }) => facts.attention.length > 0);
  if (input.has('short')) return { text: formatShort(sessions), json: sessions.map(({ facts }) => facts) };
  return { text: formatTable(sessions), json: sessions.map(({ facts }) => facts) };
}

function switchTo(context: CommandContext, input: ParsedArguments): CommandOutput {
  const { coordinator, viewer } = context;
  const word = input.word('X');
  const step = (['next', 'prev', 'last'] as const).find((flag) => input.has(flag));
  if (word === undefined && !step)
    throw new UserError(`switch needs X, a number or a name; ${commandWord('sessions')} lists them`, {
      exitCode: 2,
    });
  const session =
    word === undefined ? coordinator.neighbour(viewer, step ?? 'next') : coordinator.resolve(word);
  if (!session)
    return say(step === 'last' ? 'you have visited no other session yet' : 'there is no other session');
  if (input.has('in-pane') && coordinator.arrangement.paneOf(session.id) === undefined)
    throw new UserError(
      `${session.name} is no longer in a pane; ${commandWord(`switch ${session.name}`)} shows it here`,
    );
  if (coordinator.isFocused(viewer, session)) return say(`already at #${session.number} ${session.name}`);
  coordinator.showSession(viewer, session);
  return SILENT;
}

function rename(context: CommandContext, input: ParsedArguments): CommandOutput {
  const { coordinator } = context;
  const session = getSession(context, input.word('X'));
  if (input.has('ask')) {
    getSurface(context).open(
      createCommandPrompt({
        title: `rename #${session.number} to: `,
        text: session.name,
        // By its id: by the time of the answer its number may belong to another session.
        toCommands: (text) => (text.trim() === '' ? [] : [['rename', session.id, text.trim()]]),
      }),
    );
    return SILENT;
  }
  const name = input.word('NEW');
  if (name === undefined) throw new UserError('rename needs NEW; usage: rename [X] NEW', { exitCode: 2 });
  const old = session.name;
  if (old === name) return say(`its name is already ${name}`);
  coordinator.renameSession(session, name);
  return done(`renamed ${old} to ${name}`);
}

async function close(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const session = getSession(context, input.word('X'));
  if (input.has('ask')) {
    getSurface(context).open(
      createChoice({
        title: `close #${session.number} ${session.name}?`,
        lines: session.running ? [session.running] : [],
        choices: [
          { key: 'y', label: 'close', commands: [['close', session.id]] },
          { key: 'n', label: 'keep', commands: [] },
        ],
      }),
    );
    return SILENT;
  }
  await context.coordinator.closeSession(session);
  return done(`closed ${session.name}; ${commandWord('reopen')} brings it back`);
}

export const SESSION_COMMANDS: readonly Command[] = [
  command({
    name: 'sessions',
    changesNothing: true,
    aliases: ['ls', 'list-sessions'],
    summary: 'list the sessions',
    flags: [
      { name: 'all', short: 'a', summary: 'with archived ones' },
      { name: 'waiting', summary: 'only those that need you' },
      { name: 'json', summary: 'as an array of objects' },
      { name: 'short', summary: 'one line for a status bar: !2 ~3 +1' },
    ],
    run: listSessions,
  }),
  command({
    name: 'new',
    aliases: ['new-session'],
    summary: 'create a session and show it',
    positionals: [{ name: 'type-or-name', kind: 'type', optional: true, rest: true }],
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
  }),
  command({
    name: 'switch',
    aliases: ['s', 'switch-client'],
    summary: 'go to session X',
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    flags: [
      { name: 'next', summary: 'the next one by number' },
      { name: 'prev', summary: 'the previous one by number' },
      { name: 'last', summary: 'the one you visited before' },
      { name: 'in-pane', summary: 'only if it is in a pane' },
    ],
    run: switchTo,
  }),
  command({
    name: 'rename',
    aliases: ['rename-session'],
    summary: 'rename a session',
    positionals: [
      { name: 'X', kind: 'session', optional: true },
      { name: 'NEW', kind: 'name', optional: true },
    ],
    flags: [{ name: 'ask', summary: 'ask for the new name' }],
    run: (context, input) => {
      // One word is the new name of this session; with --ask it names the session.
      if (input.has('ask') || input.word('NEW') !== undefined) return rename(context, input);
      return rename(context, { ...input, word: (name) => (name === 'NEW' ? input.word('X') : undefined) });
    },
  }),
  command({
    name: 'session-name',
    changesNothing: true,
    summary: "print this session's name, or give it a new one",
    positionals: [{ name: 'NEW', kind: 'name', optional: true }],
    run(context, input) {
      const session = getHere(context);
      const name = input.word('NEW');
      if (name === undefined) return { text: session.name, json: session.name };
      const old = session.name;
      if (old === name) return say(`its name is already ${name}`);
      context.coordinator.renameSession(session, name);
      return done(`renamed ${old} to ${name}`);
    },
  }),
  command({
    name: 'close',
    aliases: ['kill-session'],
    summary: 'archive a session; it can be reopened',
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    flags: [{ name: 'ask', summary: 'ask first' }],
    run: close,
  }),
  command({
    name: 'reopen',
    summary: 'reopen the last closed session, or X, with its history',
    positionals: [{ name: 'X', kind: 'archived-session', optional: true }],
    async run({ coordinator, viewer }, input) {
      if (input.word('X') !== undefined) await coordinator.refreshArchive();
      const session = await coordinator.reopenSession(viewer, input.word('X'));
      return { ...done(`reopened #${session.number} ${session.name}`), attach: session.id };
    },
  }),
  command({
    name: 'next-waiting',
    summary: 'go to the session that has waited longest for you',
    run: ({ coordinator, viewer }) =>
      coordinator.showNextWaiting(viewer) ? SILENT : say('no other session needs you'),
  }),
];

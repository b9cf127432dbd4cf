// The commands and tools of a chat outside the workspace, in this process: with its own transcript, and a
// model's server on loopback.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Call } from '../../../src/cli/call.js';
import { plainTerminal } from '../../../src/chat/chat-place.js';
import { chooseAnswerer } from '../../../src/cli/chat/plain-model.js';
import { commandsFor } from '../../../src/cli/chat/commands-for.js';
import { PlainConversations } from '../../../src/cli/chat/plain-conversations.js';
import { plainAround } from '../../../src/cli/chat/plain-host.js';
import { PlainRecord } from '../../../src/cli/chat/plain-record.js';
import { createUnseenChat } from '../../../src/cli/chat/unseen-chat.js';
import { UnseenQuestions } from '../../../src/cli/chat/unseen-questions.js';
import { CONVERSATION_COMMANDS } from '../../../src/commands/chat/conversation-commands.js';
import { resolvePaths } from '../../../src/paths/paths.js';
import { startWireServer } from '../../chat/providers/wire-server.js';
import { answerWith, shell, type Said } from '../../chat/tools/scripted-calls.js';
import { newDirectory } from '../../temporary-directory.js';

interface Sent {
  tools?: { function: { name: string } }[];
  messages: { role: string; content: string }[];
}

const repeat = ({ messages }: Sent): Said => ({ text: `You said ${messages.at(-1)?.content}` });

/** isDrawn: its prompt, of which nothing is shown here. */
async function start({ script = repeat, tools = false, isDrawn = true } = {}) {
  const server = await startWireServer((response) => {
    const body = server.requests.at(-1)?.body as Sent | undefined;
    if (body) answerWith(response, script(body));
    else response.end('{"data":[{"id":"one"},{"id":"two"}]}');
  });
  const cwd = newDirectory();
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    QMUX_HOME: join(cwd, 'home'),
    OPENAI_BASE_URL: server.url,
    OPENAI_API_KEY: 'sk-test-0123456789abcdef',
  };
  const paths = resolvePaths(env, { serverName: 'default' });
  const call: Call = { serverName: 'default', isNamed: false, paths, entry: '', env, cwd };
  const kept = new PlainRecord({ cwd, agent: undefined, model: 'openai/one' });
  const answerer = await chooseAnswerer(call, kept, {
    agent: undefined,
    flag: 'openai/one',
    configured: undefined,
    providers: {},
    prices: {},
    agents: {},
    tools: { tools, mcp: { never: { command: 'false' } } },
    localModule: undefined,
    prefixName: 'Ctrl-q',
    canAsk: false,
  });
  const conversations = await PlainConversations.open({ chatsDir: paths.chatsDir, cwd });
  const said: string[] = [];
  const questions = new UnseenQuestions({
    chat: () => conversations.chat,
    name: 'one',
    directory: cwd,
    lines: undefined,
    write: () => {},
    complain: (text) => void said.push(text),
  });
  conversations.begin((_keeper, begun) =>
    createUnseenChat({
      place: plainTerminal('one', () => {}),
      transcript: conversations.transcript,
      begun,
      model: answerer.model,
      given: { directory: cwd, around: plainAround({ call, config: { rules: true }, providers: {}, kept }) },
      onNote: (text) => void said.push(text),
      onRecords: () => {},
      onRetry: () => {},
      questions,
    }),
  );
  let hasQuit = false;
  const commands = commandsFor({
    call,
    config: { model: undefined, clipboard: 'on' },
    answerer,
    kept,
    conversations,
    ...(isDrawn ? { send: () => {} } : {}),
    quit: () => (hasQuit = true),
  });
  onTestFinished(async () => {
    await conversations.stop();
    await answerer.close();
    await conversations.close();
    await server.stop();
  });
  return {
    cwd,
    said,
    questions,
    commands,
    paths,
    conversations,
    hasQuit: () => hasQuit,
    sent: (at: number): Sent => server.requests.at(at)?.body as Sent,
    run: async (line: string): Promise<string | undefined> => (await commands.run(line))?.text,
    async ask(text: string): Promise<string> {
      const { chat } = conversations;
      return (await chat.waitForTurn(chat.send(text))).answer;
    },
  };
}

it('goes back, asks again and lists its branches with numbers, which a command takes', async () => {
  const { ask, run, conversations } = await start({ isDrawn: false });
  await ask('first');
  await ask('second');
  expect(await run('rewind')).toBe('1  first\n2  second\n/edit N goes back to question N');
  expect(await run('edit 1')).toMatch(/^back before question 1; the next line .* It was:\nfirst$/);
  expect(conversations.chat.turns).toBe(0);
  await ask('other');
  expect(await run('branches')).toBe(
    '1  2 turns, the last: second\n2* 1 turn, the last: other\n/branches N goes to branch N; * is the current one',
  );
  expect(await run('branches 1')).toBe('this is now the branch of 2 turns, the last: second');
  expect(conversations.chat.turns).toBe(2);
  expect(await run('branches 9')).toBe('no branch ends with 9; /branches lists them');
  expect(await run('undo')).toBeUndefined();
  expect(await run('context')).toMatch(/conversation {4}1 turn /);
});

it('chooses a model by its number in the list, for the next turn', async () => {
  const { ask, run, sent } = await start();
  expect(await run('model two')).toBe('openai/two answers from the next question on');
  expect(await run('model')).toBe(
    '1* openai/two\n2  openai/one\n/model N or /model NAME chooses one, also one that is not listed',
  );
  expect(await run('model openai/three')).toContain('openai/three answers');
  expect(await run('model 1')).toContain('openai/two answers');
  await ask('x');
  expect(sent(-1)).toMatchObject({ model: 'two' });
});

it('lists in its help exactly what works, and says of the rest that it needs the workspace', async () => {
  const { run, commands, hasQuit } = await start();
  const help = (await run('help'))?.split('\n').map((line) => line.split(' ')[0] ?? '') ?? [];
  const ofAgents = ['mode', 'next-mode', 'restart'];
  const names = CONVERSATION_COMMANDS.map(({ name }) => name).filter((name) => !ofAgents.includes(name));
  expect(help.slice(0, -3)).toEqual([...names, 'help', 'clear', 'quit']);
  expect(await run('fork')).toBe('/fork needs the workspace: run qmux');
  expect(await run('copy --from 2')).toMatch(/no other sessions here.*run qmux/);
  expect(await run('help retry')).toMatch(/^usage: retry/);
  expect(commands.complete('ret', () => {})).toEqual([
    { value: 'retry', summary: 'ask the last question again' },
  ]);
  expect(await run('quit')).toBeUndefined();
  expect(hasQuit()).toBe(true);
});

it('saves its conversation, copies an answer, and begins another', async () => {
  const { ask, run, cwd, conversations, said, paths } = await start();
  expect(await run('clear')).toBe('this chat is empty: there is nothing to clear');
  await ask('why is the sky blue');
  const { id, name } = conversations.transcript;
  expect(await run('save it.md')).toBe(`saved ${name} (1 turn) to it.md`);
  expect(await run('save it.md')).toMatch(/it\.md exists already/);
  expect(readFileSync(join(cwd, 'it.md'), 'utf8')).toContain('You said why is the sky blue');
  expect(await run('copy')).toMatch(/^copied 28 characters/);
  conversations.chat.pause();
  conversations.chat.send('this waits');
  expect(await run('clear')).toBeUndefined();
  expect(said).toEqual([
    `a new conversation; the one before is saved as ${name}: qmux reopen ${name} continues it`,
  ]);
  const { chat } = conversations;
  expect(chat.conversation.queued.map(({ text }) => text)).toEqual(['this waits']);
  expect([chat.turns, chat.held]).toEqual([0, 'pause']);
  chat.resume();
  await ask('again');
  expect(chat.turns).toBe(2);
  expect(conversations.transcript.id).not.toBe(id);
  expect(existsSync(join(paths.chatsDir, `${id}.jsonl`))).toBe(true);
});

it('has no stash where each line is a question', async () => {
  const { run } = await start({ isDrawn: false });
  expect(await run('stash x')).toBe('/stash needs a terminal that can be drawn on');
});

it('has its rules and tools, of which it is refused what nobody can be asked', async () => {
  const script = ({ messages, tools }: Sent): Said =>
    messages.at(-1)?.role === 'user' && tools ? { calls: [shell('touch made')] } : { text: 'Done.' };
  const { ask, run, cwd, sent, said, questions } = await start({ script, tools: true });
  writeFileSync(join(cwd, 'AGENTS.md'), 'Be brief.');
  expect(await ask('make it')).toBe('Done.');
  expect(sent(0).messages[0]).toMatchObject({ role: 'system' });
  expect(sent(0).messages[0]?.content).toContain('Be brief.');
  // No server is started whose every tool would have to be asked about.
  expect(sent(0).tools?.map((tool) => tool.function.name)).toEqual([
    'read',
    'list',
    'search',
    'write',
    'edit',
    'shell',
  ]);
  expect(said).toEqual(['one asked: run touch made: rejected, because there is no terminal to ask on']);
  expect(questions.hasRefused).toBe(true);
  expect(sent(1).messages.at(-1)?.content).toContain('nobody could be asked whether this may run');
  expect(existsSync(join(cwd, 'made'))).toBe(false);
  expect(await run('tools off')).toBe('this chat has no tools from its next turn');
  await ask('make it');
  expect(sent(-1).tools).toBeUndefined();
});

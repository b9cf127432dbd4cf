// A chat of a running server as an agent for editors: real processes on both sides of the protocol, and a real
// agent process that answers the chat.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startEditor, type Editor } from '../harness/editor.js';
import { startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

const AGENT = fileURLToPath(new URL('../../fixtures/programs/fake-acp-agent.mjs', import.meta.url));
const WORDS = 'the quick answer is that this agent has no model and does what the prompt names ';

let qmux: Qmux;
let editors: Editor[];

beforeEach(async () => {
  editors = [];
  qmux = await startQmux();
  const { configFile } = qmux.home.paths();
  mkdirSync(dirname(configFile), { recursive: true });
  writeFileSync(
    configFile,
    `[agents.fake]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(AGENT)}]
mode = "ask"
env = { FAKE_AGENT_SESSIONS = ${JSON.stringify(join(qmux.home.dir, 'sessions'))} }
`,
  );
  await qmux.call('new', '--agent', 'fake', 'helper', '-d');
});
afterEach(async () => {
  for (const editor of editors) editor.stop();
  await qmux.stop();
});

async function attach(session = 'helper', env: Record<string, string> = {}): Promise<Editor> {
  const editor = await startEditor(qmux, session, env);
  editors.push(editor);
  return editor;
}

async function attached(session?: string, env?: Record<string, string>): Promise<Editor> {
  const editor = await attach(session, env);
  await editor.do('new');
  return editor;
}

interface Listed {
  id: string;
  state: string;
  turns: number;
  questions: { id: string }[];
}

async function list(): Promise<Listed> {
  const { stdout } = await qmux.call('ls', '--json');
  const [found] = (JSON.parse(stdout) as (Listed & { name: string })[]).filter(
    ({ name }) => name === 'helper',
  );
  if (!found) throw new Error(`no helper in ${stdout}`);
  return found;
}

const ask = (editor: Editor): Promise<unknown> =>
  waitUntil('the editor is asked', () => editor.asked().length > 0, { describe: () => editor.said() });

describe('an editor', () => {
  it('is told everything of its prompts, and then how they ended', async () => {
    const editor = await attached();
    const result = await editor.do('prompt', { text: '[[think]][[text]][[plan]]' });
    expect(result).toEqual({ stopReason: 'end_turn' });
    expect(editor.text('agent_thought_chunk')).toBe('I think about it.');
    expect(editor.text()).toBe(WORDS);
    expect(editor.kinds()).toEqual(expect.arrayContaining(['plan', 'usage_update']));
    // Its own words are not repeated to it.
    expect(editor.kinds()).not.toContain('user_message_chunk');
    expect(editor.lines.at(-1)).toHaveProperty('result');
    expect(await list()).toMatchObject({ turns: 1 });
  });

  it('answers a question, with what would be done before it', async () => {
    const editor = await attached();
    const turn = editor.do('prompt', { text: '[[shell echo from-the-shell]]' });
    await ask(editor);
    expect(editor.asked()).toMatchObject([
      {
        method: 'session/request_permission',
        toolCall: { kind: 'execute', rawInput: { command: 'echo from-the-shell' } },
        options: [
          { optionId: 'always', kind: 'allow_always' },
          { optionId: 'once', name: 'Allow', kind: 'allow_once' },
          { optionId: 'no', kind: 'reject_once' },
        ],
      },
    ]);
    expect((await list()).state).toBe('waiting');
    await editor.do('choose', { option: 'once' });
    expect(await turn).toEqual({ stopReason: 'end_turn' });
    expect(JSON.stringify(editor.lines)).toContain('from-the-shell\\n');
    expect(editor.withdrawn()).toBe(0);
    expect((await qmux.call('capture', 'helper')).stdout).toContain('(in an editor)');
  });

  it('is told that a question was answered elsewhere, and a late reply counts for nothing', async () => {
    const editor = await attached('helper', { EDITOR_LATE: '1' });
    const turn = editor.do('prompt', { text: '[[edit a.txt]]' });
    await ask(editor);
    expect(await qmux.call('reply', 'helper', 'no')).toMatchObject({ code: 0 });
    expect(await turn).toEqual({ stopReason: 'end_turn' });
    await waitUntil('it is withdrawn', () => editor.withdrawn() === 1);
    await editor.do('choose', { option: 'once' });
    expect(await editor.do('prompt', { text: '[[text]]' })).toEqual({ stopReason: 'end_turn' });
    expect(editor.asked()).toHaveLength(1);
  });

  it('fills in a form, and is asked again if it does not fit', async () => {
    const editor = await attached('helper', { EDITOR_FORMS: '1' });
    const turn = editor.do('prompt', { text: '[[ask]]' });
    await ask(editor);
    await editor.do('fill', { content: { question_0: 'blue', count: 99 } });
    await waitUntil('it is asked again', () => editor.asked().length === 2);
    expect(String(editor.asked()[1]?.['message'])).toContain('How many 9 at most');
    await editor.do('fill', { content: { question_0: 'blue', count: 3, sizes: ['l'], bold: false } });
    await turn;
    const answer = /accept (\{.*\})/.exec(editor.text())?.[1] ?? '{}';
    expect(JSON.parse(answer)).toEqual({ question_0: 'blue', count: 3, sizes: ['l'], bold: false });
  });

  it('that cannot fill in forms is told to answer in qmux', async () => {
    const editor = await attached();
    const turn = editor.do('prompt', { text: '[[ask]]' });
    await waitUntil('it is told', () => editor.text().includes('to be answered there'));
    expect(await qmux.call('reply', 'helper', '--no')).toMatchObject({ code: 0 });
    expect(await turn).toEqual({ stopReason: 'end_turn' });
  });

  it('cancels what runs and what waits', async () => {
    const editor = await attached();
    const first = editor.do('prompt', { text: '[[slow]]' });
    await waitUntil('it answers', () => editor.text().includes('quick'));
    const second = editor.do('prompt', { text: 'never sent' });
    const { id } = await list();
    const transcript = join(qmux.home.paths().sessionsDir, id, 'transcript.jsonl');
    await waitUntil('both are there', () => readFileSync(transcript, 'utf8').includes('never sent'));
    await editor.do('cancel');
    expect(await first).toEqual({ stopReason: 'cancelled' });
    expect(await second).toEqual({ stopReason: 'cancelled' });
    expect(await list()).toMatchObject({ turns: 1, state: 'active' });
  });

  it('loads the conversation so far, and no other', async () => {
    await qmux.call('send', 'helper', '--wait', '[[text]][[shell true]]', '--timeout', '1').catch(() => {});
    await waitUntil('it asks', async () => (await list()).questions.length === 1);
    await qmux.call('reply', 'helper', 'yes');
    await waitUntil('it is done', async () => (await list()).state === 'active');
    await qmux.call('send', 'helper', '--wait', 'hello');
    const editor = await attach();
    await expect(editor.do('load', { session: 'other' })).rejects.toThrow('-32002');
    const { configOptions } = await editor.do('load', { session: (await list()).id });
    expect(configOptions).toMatchObject([
      { id: 'mode', currentValue: 'ask' },
      { id: 'model' },
      { id: 'effort' },
    ]);
    expect(editor.text('user_message_chunk')).toBe('[[text]][[shell true]]hello');
    expect(editor.text()).toContain('you said: hello');
    const kinds = editor.kinds().filter((kind) => /message|call/.test(kind));
    expect(kinds).toEqual([
      'user_message_chunk',
      'agent_message_chunk',
      'tool_call',
      'user_message_chunk',
      'agent_message_chunk',
    ]);
  });

  it('sets the mode, and hears when it is set elsewhere', async () => {
    const editor = await attached();
    await editor.do('prompt', { text: 'hello' });
    const { configOptions } = await editor.do('set', { option: 'mode', value: 'plan' });
    expect(configOptions).toMatchObject([{ id: 'mode', currentValue: 'plan' }, {}, {}]);
    await editor.do('prompt', { text: '[[mode]]' });
    expect(editor.text()).toContain('mode plan');
    await expect(editor.do('set', { option: 'mode', value: 'fly' })).rejects.toThrow('has no mode fly');
  });

  it('sees with another one what each of them asks', async () => {
    const one = await attached();
    const two = await attached();
    await one.do('prompt', { text: 'first words' });
    await two.do('prompt', { text: 'second words' });
    await waitUntil('both heard all', () =>
      [one, two].every((each) => each.text().includes('said: first') && each.text().includes('said: second')),
    );
    expect(one.text('user_message_chunk')).toBe('second words');
    expect(two.text('user_message_chunk')).toBe('first words');
    const turn = one.do('prompt', { text: '[[shell true]]' });
    await ask(one);
    await ask(two);
    await two.do('choose', { option: 'no' });
    await turn;
    await waitUntil('the other question is withdrawn', () => one.withdrawn() === 1);
    expect(two.withdrawn()).toBe(0);
  });

  it('that is killed leaves nothing behind, and its turn goes on', async () => {
    const editor = await attached();
    void editor.do('prompt', { text: '[[slow 100]]' }).catch(() => {});
    await waitUntil('it answers', () => editor.text().includes('quick'));
    const before = qmux.home.findProcesses();
    editor.stop();
    await waitUntil('its agent has ended', () => {
      const left = qmux.home.findProcesses();
      return left.length === before.length - 2 && !left.includes(editor.pid);
    });
    await waitUntil('the turn has ended', async () => (await list()).state === 'active');
    expect((await qmux.call('export', 'helper', '--format', 'json')).stdout).toContain('"finish": "stop"');
  });

  it('that does not read is left alone, and holds nobody up', async () => {
    const editor = await attached();
    await editor.do('prompt', { text: 'hello' });
    await editor.do('set', { option: 'mode', value: 'auto' });
    await editor.do('deaf');
    const many = '[[shell yes | head -c 250000]]'.repeat(50);
    const sent = await qmux.call('send', 'helper', '--wait', many);
    expect(sent).toMatchObject({ code: 0 });
    await editor.do('hearing');
    await waitUntil('it was let go', () => editor.exitCode() !== undefined);
    expect(editor.said()).toContain('has stopped reading');
    const again = await attached();
    expect(await again.do('prompt', { text: 'still there?' })).toEqual({ stopReason: 'end_turn' });
  });

  it('is told when the chat is closed', async () => {
    const editor = await attached();
    const turn = editor.do('prompt', { text: '[[slow]]' });
    await waitUntil('it answers', () => editor.text().includes('quick'));
    await qmux.call('close', 'helper', '--yes');
    await qmux.call('kill-server', '--yes');
    await expect(turn).rejects.toThrow('-32603');
    await waitUntil('its agent has ended', () => editor.exitCode() === 1);
  });
});

describe('qmux acp', () => {
  it('serves a plain chat too', async () => {
    await qmux.call('new', 'plain', '-d');
    const editor = await attached('plain');
    expect(await editor.do('prompt', { text: 'how do I split a pane?' })).toEqual({ stopReason: 'end_turn' });
    expect(editor.text()).toContain('split');
  });

  it('refuses what is no chat', async () => {
    await qmux.call('new', 'cats', '-d', '--', 'cat');
    expect(await qmux.call('acp', 'cats')).toMatchObject({ code: 1, stdout: '' });
    const { id } = await list();
    const env = { QMUX: qmux.home.paths().socketFile, QMUX_SESSION: id };
    expect(await qmux.callWith({ env }, 'acp', 'helper')).toMatchObject({
      code: 1,
      stderr: 'qmux: helper cannot be attached to itself; use another pane or terminal\n',
    });
    expect(await qmux.call('acp', 'nobody')).toMatchObject({ code: 2, stdout: '' });
    expect(await qmux.call('acp')).toMatchObject({ code: 2, stdout: '' });
  });
});

import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import type { ProgramSignal } from '../../src/terminal/emulator/program-signal.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const ST = '\x1b\\';
const osc = (data: string, end = ST): string => `\x1b]${data}${end}`;

function hear(...chunks: (string | Uint8Array)[]): {
  signals: ProgramSignal[];
  replies: string;
  text: string;
} {
  const emulator = createEmulator({ rows: 4, cols: 40, scrollbackLines: 10 });
  const signals: ProgramSignal[] = [];
  let replies = '';
  emulator.onSignal((signal) => signals.push(signal));
  emulator.onReply((text) => (replies += text));
  for (const chunk of chunks) emulator.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  const text = emulator.captureText({ lines: undefined, ansi: false });
  emulator.dispose();
  return { signals, replies, text };
}

describe('a report of the Program Status Protocol', () => {
  it.each([
    ['state=working', 'working', ''],
    ['state=blocked:app=codex:kind=permission', 'blocked', 'asks for permission'],
    ['state=blocked:kind=question', 'blocked', 'asks a question'],
    ['state=blocked:kind=auth', 'blocked', 'asks you to sign in'],
    ['state=blocked', 'blocked', ''],
    ['state=blocked:kind=constructor', 'blocked', ''],
    [
      `app=claude-code:state=blocked:msg=${base64('Run rm -rf build? 漢字')}`,
      'blocked',
      'Run rm -rf build? 漢字',
    ],
    [`state=working:title=${base64('deploy')}`, 'working', 'deploy'],
    [`state=error:msg=${base64('a\x1b[31mb\u202ec\nd\u0007')}`, 'error', 'a[31mbc d'],
    ['state=working:state=done', 'done', ''],
    ['state=idle:unknown=1:bro ken', 'idle', ''],
    ['state=clear', 'clear', ''],
    ['state=blocked:msg=!!', 'blocked', ''],
    [`state=blocked:msg=${Buffer.from([0xff, 0xfe]).toString('base64')}`, 'blocked', ''],
  ])('%s', (data, state, text) => {
    expect(hear(osc(`7501;${data}`)).signals).toEqual([{ type: 'report', state, text }]);
  });

  it.each([
    ['no state', 'app=codex'],
    ['an unknown state', 'state=happy'],
    ['an endless id', `state=blocked:id=${'a'.repeat(300)}`],
    ['more than the protocol allows', `state=working:msg=${'A'.repeat(4096)}`],
  ])('with %s is none', (_what, data) => {
    expect(hear(osc(`7501;${data}`))).toEqual({ signals: [], replies: '', text: '' });
  });

  it('with an id is the record of a part', () => {
    expect(hear(osc(`7501;state=blocked:id=task/1:msg=${base64('Run make?')}`)).signals).toEqual([
      { type: 'report', state: 'blocked', text: 'Run make?', part: 'task/1' },
    ]);
    expect(hear(osc('7501;state=idle:id=')).signals).toEqual([{ type: 'report', state: 'idle', text: '' }]);
  });

  it('is understood, and nothing of it goes back to the program', () => {
    const { replies, signals } = hear(osc('7501;?'), osc('7501;state=working:app=x'));
    expect(replies).toBe('\x1b]7501;?\x1b\\');
    expect(signals).toHaveLength(1);
  });
});

describe('a bell', () => {
  const bell = (text: string): ProgramSignal => ({ type: 'bell', text });

  it.each<[string, string, ProgramSignal[]]>([
    ['BEL', 'a\u0007b', [bell('')]],
    ['a BEL that ends a title', '\x1b]0;title\u0007', []],
    [
      'a BEL that ends a report',
      osc('7501;state=idle', '\u0007'),
      [{ type: 'report', state: 'idle', text: '' }],
    ],
    ['OSC 9', osc('9;build is done', '\u0007'), [bell('build is done')]],
    ['OSC 9 with a number', osc('9;2 tests failed'), [bell('2 tests failed')]],
    ['a directory by OSC 9;9', osc('9;9;/tmp'), []],
    ['OSC 777', osc('777;notify;make;done; all of it'), [bell('make: done; all of it')]],
    ["a shell's own OSC 777", osc('777;precmd'), []],
    ['OSC 99', osc('99;;hello'), [bell('hello')]],
    [
      'OSC 99 in parts',
      osc('99;i=1:d=0;Build') + osc('99;i=1:d=0; of it') + osc(`99;i=1:p=body:e=1;${base64('is done')}`),
      [bell('Build of it: is done')],
    ],
    ['a part of another OSC 99', osc('99;i=1:d=0;one') + osc('99;i=2;two'), [bell('two')]],
    ['a button of OSC 99', osc('99;i=1:p=buttons;yes'), []],
  ])('%s', (_what, bytes, signals) => {
    expect(hear(bytes).signals).toEqual(signals);
  });

  it('by OSC 99 is understood', () => {
    expect(hear(osc('99;i=x1:p=?;')).replies).toBe('\x1b]99;i=x1:p=?;p=title,body\x1b\\');
    expect(hear(osc('99;i=e vil:p=?;')).replies).toBe('\x1b]99;i=0:p=?;p=title,body\x1b\\');
  });
});

describe('progress and prompts', () => {
  it.each<[string, ProgramSignal]>([
    [osc('9;4;1;50'), { type: 'progress', running: true }],
    [osc('9;4;3'), { type: 'progress', running: true }],
    [osc('9;4;0'), { type: 'progress', running: false }],
    [osc('9;4;2;50'), { type: 'progress', running: false }],
    [osc('9;4;4'), { type: 'progress', running: false }],
    [osc('133;A'), { type: 'prompt' }],
    ['\x1bc', { type: 'prompt' }],
  ])('%j', (bytes, signal) => {
    expect(hear(bytes).signals).toEqual([signal]);
  });
});

describe('sequences', () => {
  const all = Buffer.from(
    [
      'before ',
      osc(`7501;state=blocked:msg=${base64('wählen 漢?')}`),
      osc('9;fertig 👩‍💻', '\u0007'),
      osc('777;notify;a;b'),
      osc('99;i=1:d=0;kitty') + osc('99;i=1;!'),
      osc('9;4;3'),
      '\u0007after',
    ].join(''),
  );
  const whole = hear(all);

  it('are heard whole, shown nowhere', () => {
    expect(whole.signals).toEqual([
      { type: 'report', state: 'blocked', text: 'wählen 漢?' },
      { type: 'bell', text: 'fertig 👩‍💻' },
      { type: 'bell', text: 'a: b' },
      { type: 'bell', text: 'kitty!' },
      { type: 'progress', running: true },
      { type: 'bell', text: '' },
    ]);
    expect(whole.text).toBe('before after');
  });

  it('are heard once, wherever a read ends', () => {
    for (let at = 1; at < all.length; at++)
      expect(hear(all.subarray(0, at), all.subarray(at)), `split at ${at}`).toEqual(whole);
    expect(hear(...Array.from(all, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });
});

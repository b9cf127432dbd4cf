import { describe, expect, it } from 'vitest';

import { VERSION } from '../../src/protocol/version.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';

const ST = '\x1b\\';
const hex = (text: string): string => Buffer.from(text).toString('hex');

function start() {
  const emulator = createEmulator({ rows: 4, cols: 20, scrollbackLines: 0 });
  const replies: string[] = [];
  emulator.onReply((reply) => replies.push(reply));
  return {
    emulator,
    ask(text: string): string[] {
      replies.length = 0;
      emulator.write(new TextEncoder().encode(text));
      return [...replies];
    },
    text: () => emulator.captureText({ lines: undefined, ansi: false }),
  };
}

/** As Claude Code, Codex, OpenCode and Gemini ask at their start, in one read. */
const AGENT_QUESTIONS: [question: string, answer: string | undefined][] = [
  [`\x1b]7501;?${ST}`, `\x1b]7501;?${ST}`],
  ['\x1b[?u', '\x1b[?0u'],
  ['\x1b[?2026$p', '\x1b[?2026;2$y'],
  ['\x1b[?2004$p', '\x1b[?2004;2$y'],
  ['\x1b[?1004$p', '\x1b[?1004;2$y'],
  ['\x1b[?2027$p', '\x1b[?2027;3$y'],
  ['\x1b[?2031$p', '\x1b[?2031;2$y'],
  ['\x1b[?1016$p', '\x1b[?1016;2$y'],
  ['\x1b[?12$p', '\x1b[?12;2$y'],
  ['\x1b[?1007$p', '\x1b[?1007;1$y'],
  ['\x1b[?2048$p', '\x1b[?2048;0$y'],
  [`\x1b]10;?${ST}`, `\x1b]10;rgb:d0d0/d0d0/d0d0${ST}`],
  ['\x1b]11;?\u0007', `\x1b]11;rgb:0000/0000/0000${ST}`],
  [`\x1b]12;?${ST}`, `\x1b]12;rgb:d0d0/d0d0/d0d0${ST}`],
  [`\x1b]4;1;?${ST}`, `\x1b]4;1;rgb:cdcd/0000/0000${ST}`],
  ['\x1b[?996n', '\x1b[?997;1n'],
  ['\x1b[14t', '\x1b[4;64;160t'],
  ['\x1b[16t', '\x1b[6;16;8t'],
  ['\x1b[18t', '\x1b[8;4;20t'],
  ['\x1b[>4;?m', undefined],
  [`\x1bP+q${hex('TN')}${ST}`, `\x1bP1+r${hex('TN')}=${hex('xterm-256color')}${ST}`],
  [`\x1b]99;i=1:p=?;${ST}`, `\x1b]99;i=1:p=?;p=title,body${ST}`],
  [`\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA${ST}`, undefined],
  ['\x1b[>q', `\x1bP>|qmux(${VERSION})${ST}`],
  ['\x1b[6n', '\x1b[1;1R'],
  ['\x1b[>c', '\x1b[>0;276;0c'],
  ['\x1b[c', '\x1b[?1;2c'],
];

describe('the questions of an agent', () => {
  it('are answered in order, and nothing of them is printed', () => {
    const { ask, text } = start();
    const answers = AGENT_QUESTIONS.flatMap(([, answer]) => answer ?? []);
    expect(ask(AGENT_QUESTIONS.map(([question]) => question).join(''))).toEqual(answers);
    expect(text()).toBe('');
  });

  it.each(AGENT_QUESTIONS)('%j is answered by %j wherever a read ends in it', (question, answer) => {
    for (let at = 1; at < question.length; at++) {
      const { ask, text } = start();
      const answers = [...ask(question.slice(0, at)), ...ask(question.slice(at))];
      expect(answers).toEqual(answer === undefined ? [] : [answer]);
      expect(text()).toBe('');
    }
  });
});

describe('DECRQM', () => {
  it.each([12, 1004, 1007, 2004, 2026, 2031])('says of mode %i whether it is set', (mode) => {
    const { ask } = start();
    ask(`\x1b[?${mode}h`);
    expect(ask(`\x1b[?${mode}$p`)).toEqual([`\x1b[?${mode};1$y`]);
    ask(`\x1b[?25;${mode}l`);
    expect(ask(`\x1b[?${mode}$p`)).toEqual([`\x1b[?${mode};2$y`]);
  });

  it('says of modes of our own what a reset leaves', () => {
    for (const reset of ['\x1bc', '\x1b[!p']) {
      const { ask } = start();
      ask(`\x1b[?1007l\x1b[?2031h${reset}`);
      expect(ask('\x1b[?1007$p\x1b[?2031$p')).toEqual(['\x1b[?1007;1$y', '\x1b[?2031;2$y']);
    }
  });
});

describe('XTGETTCAP', () => {
  it('is answered for each name, one that is not there hiding no other', () => {
    const { ask } = start();
    expect(ask(`\x1bP+q${['RGB', 'Ms', 'Tc', 'colors'].map(hex).join(';')}${ST}`)).toEqual([
      `\x1bP1+r${hex('RGB')}=${hex('8/8/8')}${ST}`,
      `\x1bP0+r${hex('Ms')}${ST}`,
      `\x1bP1+r${hex('Tc')}${ST}`,
      `\x1bP1+r${hex('colors')}=${hex('256')}${ST}`,
    ]);
  });

  it('echoes nothing that is no name', () => {
    const { ask } = start();
    expect(ask(`\x1bP+qzz;6${ST}`)).toEqual([`\x1bP0+r${ST}`, `\x1bP0+r${ST}`]);
    expect(ask(`\x1bP+q${hex('constructor')}${ST}`)).toEqual([`\x1bP0+r${hex('constructor')}${ST}`]);
    expect(ask(`\x1bP+q${'41;'.repeat(10_000)}${ST}`).length).toBeLessThanOrEqual(64);
  });
});

describe('what is not ours', () => {
  it('is swallowed', () => {
    const { ask, text } = start();
    const unknown = [
      `\x1b]22;pointer${ST}`,
      `\x1b]1337;File=:AAAA${ST}`,
      `\x1b]133;A${ST}`,
      `\x1b]8888;x${ST}`,
      `\x1bPq#0;2;0;0;0#0~~${ST}`,
      `\x1bPzz${ST}`,
      `\x1b_anything${ST}`,
      `\x1b^private${ST}`,
      `\x1bXstring${ST}`,
      '\x1b[21t',
      '\x1b[20t',
    ];
    expect(ask(unknown.join(''))).toEqual([]);
    expect(text()).toBe('');
    expect(ask(`\x1b]22;?pointer,text${ST}`)).toEqual([`\x1b]22;0,0${ST}`]);
  });
});

describe('the title', () => {
  it('is told, kept on a stack and brought back', () => {
    const { emulator, ask } = start();
    const titles: string[] = [];
    emulator.onTitle((title) => titles.push(title));
    ask('\x1b]0;one\u0007\x1b[22;0t\x1b]2;two\x1b\\\x1b[23;0t');
    expect(titles).toEqual(['one', 'two', 'one']);
  });
});

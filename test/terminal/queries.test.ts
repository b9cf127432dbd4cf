import { describe, expect, it } from 'vitest';

import { VERSION } from '../../src/protocol/version.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';

const ST = '\u001b\\';
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
  [`\u001b]7501;?${ST}`, `\u001b]7501;?${ST}`],
  ['\u001b[?u', '\u001b[?0u'],
  ['\u001b[?2026$p', '\u001b[?2026;2$y'],
  ['\u001b[?2004$p', '\u001b[?2004;2$y'],
  ['\u001b[?1004$p', '\u001b[?1004;2$y'],
  ['\u001b[?2027$p', '\u001b[?2027;3$y'],
  ['\u001b[?2031$p', '\u001b[?2031;2$y'],
  ['\u001b[?1016$p', '\u001b[?1016;2$y'],
  ['\u001b[?12$p', '\u001b[?12;2$y'],
  ['\u001b[?1007$p', '\u001b[?1007;1$y'],
  ['\u001b[?2048$p', '\u001b[?2048;0$y'],
  [`\u001b]10;?${ST}`, `\u001b]10;rgb:d0d0/d0d0/d0d0${ST}`],
  ['\u001b]11;?\u0007', `\u001b]11;rgb:0000/0000/0000${ST}`],
  [`\u001b]12;?${ST}`, `\u001b]12;rgb:d0d0/d0d0/d0d0${ST}`],
  [`\u001b]4;1;?${ST}`, `\u001b]4;1;rgb:cdcd/0000/0000${ST}`],
  ['\u001b[?996n', '\u001b[?997;1n'],
  ['\u001b[14t', '\u001b[4;64;160t'],
  ['\u001b[16t', '\u001b[6;16;8t'],
  ['\u001b[18t', '\u001b[8;4;20t'],
  ['\u001b[>4;?m', undefined],
  [`\u001bP+q${hex('TN')}${ST}`, `\u001bP1+r${hex('TN')}=${hex('xterm-256color')}${ST}`],
  [`\u001b]99;i=1:p=?;${ST}`, `\u001b]99;i=1:p=?;p=title,body${ST}`],
  [`\u001b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA${ST}`, undefined],
  ['\u001b[>q', `\u001bP>|qmux(${VERSION})${ST}`],
  ['\u001b[6n', '\u001b[1;1R'],
  ['\u001b[>c', '\u001b[>0;276;0c'],
  ['\u001b[c', '\u001b[?1;2c'],
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
    ask(`\u001b[?${mode}h`);
    expect(ask(`\u001b[?${mode}$p`)).toEqual([`\u001b[?${mode};1$y`]);
    ask(`\u001b[?25;${mode}l`);
    expect(ask(`\u001b[?${mode}$p`)).toEqual([`\u001b[?${mode};2$y`]);
  });

  it('says of modes of our own what a reset leaves', () => {
    for (const reset of ['\u001bc', '\u001b[!p']) {
      const { ask } = start();
      ask(`\u001b[?1007l\u001b[?2031h${reset}`);
      expect(ask('\u001b[?1007$p\u001b[?2031$p')).toEqual(['\u001b[?1007;1$y', '\u001b[?2031;2$y']);
    }
  });
});

describe('XTGETTCAP', () => {
  it('is answered for each name, one that is not there hiding no other', () => {
    const { ask } = start();
    expect(ask(`\u001bP+q${['RGB', 'Ms', 'Tc', 'colors'].map(hex).join(';')}${ST}`)).toEqual([
      `\u001bP1+r${hex('RGB')}=${hex('8/8/8')}${ST}`,
      `\u001bP0+r${hex('Ms')}${ST}`,
      `\u001bP1+r${hex('Tc')}${ST}`,
      `\u001bP1+r${hex('colors')}=${hex('256')}${ST}`,
    ]);
  });

  it('echoes nothing that is no name', () => {
    const { ask } = start();
    expect(ask(`\u001bP+qzz;6${ST}`)).toEqual([`\u001bP0+r${ST}`, `\u001bP0+r${ST}`]);
    expect(ask(`\u001bP+q${hex('constructor')}${ST}`)).toEqual([`\u001bP0+r${hex('constructor')}${ST}`]);
    expect(ask(`\u001bP+q${'41;'.repeat(10_000)}${ST}`).length).toBeLessThanOrEqual(64);
  });
});

describe('what is not ours', () => {
  it('is swallowed', () => {
    const { ask, text } = start();
    const unknown = [
      `\u001b]22;pointer${ST}`,
      `\u001b]1337;File=:AAAA${ST}`,
      `\u001b]133;A${ST}`,
      `\u001b]8888;x${ST}`,
      `\u001bPq#0;2;0;0;0#0~~${ST}`,
      `\u001bPzz${ST}`,
      `\u001b_anything${ST}`,
      `\u001b^private${ST}`,
      `\u001bXstring${ST}`,
      '\u001b[21t',
      '\u001b[20t',
    ];
    expect(ask(unknown.join(''))).toEqual([]);
    expect(text()).toBe('');
    expect(ask(`\u001b]22;?pointer,text${ST}`)).toEqual([`\u001b]22;0,0${ST}`]);
  });
});

describe('the title', () => {
  it('is told, kept on a stack and brought back', () => {
    const { emulator, ask } = start();
    const titles: string[] = [];
    emulator.onTitle((title) => titles.push(title));
    ask('\u001b]0;one\u0007\u001b[22;0t\u001b]2;two\u001b\\\u001b[23;0t');
    expect(titles).toEqual(['one', 'two', 'one']);
  });
});

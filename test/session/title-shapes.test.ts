import { describe, expect, it } from 'vitest';

import { readTitle, titleSubject, type TitleState } from '../../src/session/program/title-shapes.js';

describe('a title', () => {
  it.each<[string, TitleState | undefined]>([
    ['✋  Action Required (proj)                                  ', 'blocked'],
    ['✋ Action Required', 'blocked'],
    ['Action Required', 'blocked'],
    ['[ ! ] Action Required | proj', 'blocked'],
    ['[ . ] Action Required | proj', 'blocked'],
    ['Action Required (my project)', 'blocked'],
    ['⠋ proj', 'working'],
    ['⠏', 'working'],
    ['⣾ building', 'working'],
    ['◐ Claude Code', 'working'],
    ['◑\ufe0e Qwen - proj', 'working'],
    ['◒ x', 'working'],
    ['✦  Working… (proj)', 'working'],
    ['✦ Reading the files', 'working'],
    ['⏲  Working… (proj)', 'working'],
    ['⏲\ufe0f Working', 'working'],
    ['◇  Ready (proj)', 'idle'],
    ['◇ Ready', 'idle'],
    ['', undefined],
    ['proj', undefined],
    ['Claude Code', undefined],
    ['✳ Claude Code', undefined],
    ['π - proj', undefined],
    ['GitHub Copilot', undefined],
    ['please do it now - GitHub Copilot', undefined],
    ['Action Required.md - vim', undefined],
    ['Action Required by Friday - mutt', undefined],
    ['notes: Action Required', undefined],
    ['✋raised', undefined],
    ['⠋⠙⠹', undefined],
    ['◐half', undefined],
    ['◇ Readyish', undefined],
    ['⏲ 12:04', undefined],
    ['\u2800 blank braille', undefined],
    ['ready ◇ Ready', undefined],
  ])('%j says %s', (title, state) => {
    expect(readTitle(title, () => ['agent'])).toBe(state);
  });

  it.each<[string[], TitleState | undefined]>([
    [['qwen'], 'blocked'],
    [['/opt/bin/qwen', '--yolo'], 'blocked'],
    [['npx', 'qwen-code'], 'blocked'],
    [['node', '/usr/lib/qwen.js'], 'blocked'],
    [['claude'], undefined],
    [['sh', '-c', 'qwen'], undefined],
    [['qwenish'], undefined],
    [[], undefined],
  ])('with the star of Qwen Code, of %j, says %s', (command, state) => {
    expect(readTitle('✳\ufe0e Qwen - proj', () => command)).toBe(state);
  });

  it.each([
    ['⠋ proj', 'proj'],
    ['[ ! ] Action Required | proj', 'proj'],
    ['◐\ufe0e Qwen - proj   ', 'Qwen - proj'],
    ['✦  Working… (proj)', 'proj'],
    ['◇  Ready (proj)', 'proj'],
    ['Readyish', 'Readyish'],
    ['✋', ''],
  ])('%j is about %j', (title, subject) => {
    expect(titleSubject(title)).toBe(subject);
  });
});

import { describe, expect, it } from 'vitest';

import {
  hearHook,
  hearKey,
  hearProgress,
  hearPrompt,
  hearReport,
  hearSign,
  hearStart,
  hearTitle,
  HEARD_NOTHING,
  readState,
  type Heard,
  type ProgramReading,
} from '../../src/session/program/program-state.js';
import { ASKS_SOMETHING, type ReportedState } from '../../src/terminal/emulator/program-signal.js';

type Step = (heard: Heard) => Heard;

const says =
  (state: ReportedState, text = '', atMs = 0): Step =>
  (heard) =>
    hearReport(heard, { state, text }, atMs);
const part =
  (id: string, state: ReportedState, text = ''): Step =>
  (heard) =>
    hearReport(heard, { state, text, part: id }, 0);
const hook =
  (state: ReportedState, text = '', atMs = 0): Step =>
  (heard) =>
    hearHook(heard, { state, text }, atMs);
const title =
  (text: string): Step =>
  (heard) =>
    hearTitle(heard, text, () => ['agent']);
const bar =
  (isRunning: boolean): Step =>
  (heard) =>
    hearProgress(heard, isRunning);
const asksAtStart: Step = (heard) => hearStart(heard, 'Do you trust this folder?');
const looks =
  (sign: 'asks' | 'works' | 'rests'): Step =>
  (heard) =>
    hearSign(heard, sign);
const prompt: Step = hearPrompt;
const key: Step = (heard) => hearKey(heard, { isInterrupt: false });
const escape: Step = (heard) => hearKey(heard, { isInterrupt: true });

const after = (...steps: Step[]): ProgramReading =>
  readState(steps.reduce((heard, step) => step(heard), HEARD_NOTHING));

type Expected = [state: ProgramReading['state'], source: ProgramReading['source']];

describe('a program', () => {
  it.each<[string, Step[], Expected]>([
    ['nothing', [], ['active', null]],
    ['that it works', [says('working')], ['processing', 'osc7501']],
    ['that it asks', [says('working'), says('blocked')], ['waiting', 'osc7501']],
    ['that it goes on', [says('blocked'), says('working')], ['processing', 'osc7501']],
    ['that it is done', [says('blocked'), says('done')], ['active', 'osc7501']],
    ['that it rests', [says('working'), says('idle')], ['active', 'osc7501']],
    ['an error', [says('working'), says('error', 'no credit')], ['active', 'osc7501']],
    ['nothing any more', [says('blocked'), says('clear')], ['active', null]],
    ['a bar', [bar(true)], ['processing', 'progress']],
    ['a bar and its end', [bar(true), bar(false)], ['active', null]],
    ['a bar beside its own word', [says('blocked'), bar(true)], ['waiting', 'osc7501']],
    ['a bar, and that it rests', [bar(true), says('idle'), bar(true)], ['active', 'osc7501']],
    ['by a hook that it works', [hook('working')], ['processing', 'report']],
    ['by a hook that it asks', [hook('working'), hook('blocked', 'a?')], ['waiting', 'report']],
    ['by a hook that it is done, then a bar', [hook('done'), bar(true)], ['processing', 'progress']],
    ['a bar, then by a hook that it is done', [bar(true), hook('done')], ['active', 'report']],
    ['by a hook that it asks, then a bar', [hook('blocked'), bar(true)], ['waiting', 'report']],
    ['by its title that it works', [title('⠋ proj')], ['processing', 'title']],
    ['by its title that it asks', [title('✋  Action Required (proj)')], ['waiting', 'title']],
    ['by its title that it rests', [title('✦ Working…'), title('◇  Ready (proj)')], ['active', 'title']],
    ['by its title nothing any more', [title('⠋ proj'), title('proj')], ['active', null]],
    ['nothing behind a prompt', [says('working'), prompt], ['active', null]],
    ['no question behind a prompt', [says('blocked'), title('Action Required'), prompt], ['active', null]],
    ['what a hook says behind a prompt', [says('done'), prompt, hook('blocked')], ['waiting', 'report']],
    ['nothing, but hides its cursor', [looks('asks')], ['waiting', 'screen']],
    ['nothing, but prints', [looks('works')], ['processing', 'activity']],
    [
      'by a hook that it works, and hides its cursor',
      [hook('working'), looks('asks')],
      ['waiting', 'screen'],
    ],
    ['by a hook that it is done, and prints', [hook('done'), looks('works')], ['active', 'report']],
    [
      'by its title that it rests, and hides its cursor',
      [title('◇ Ready'), looks('asks')],
      ['active', 'title'],
    ],
    ['by a title before, and hides its cursor', [title('⠋ p'), title('p'), looks('asks')], ['active', null]],
    ['that it rests, and hides its cursor', [says('idle'), looks('asks')], ['active', 'osc7501']],
    ['a question on its first screen', [asksAtStart], ['waiting', 'screen']],
    ['one under a title that it is ready', [title('◇  Ready (p)'), asksAtStart], ['waiting', 'screen']],
  ])('that told %s', (_what, steps, [state, source]) => {
    expect(after(...steps)).toMatchObject({ state, source });
  });

  it.each<[string, Step[], ProgramReading['said']]>([
    ['error', [says('error', 'no credit')], 'error'],
    ['error, also once it is known', [says('error', 'no credit'), key], 'error'],
    ['done', [hook('done')], 'done'],
    ['idle', [says('idle')], 'idle'],
    ['blocked', [title('Action Required')], 'blocked'],
    ['null', [title('vim')], null],
  ])('is listed with what it said: %s', (_what, steps, said) => {
    expect(after(...steps).said).toBe(said);
  });
});

describe('OSC 7501, once heard', () => {
  it.each<[string, Step[], ProgramReading['state']]>([
    ['no end of a turn that a notify tells', [says('working'), hook('done')], 'processing'],
    [
      'no late tool reopens a question',
      [says('blocked'), says('working'), hook('blocked', 'q?')],
      'processing',
    ],
    ['no tool beside it ends a question', [says('blocked'), hook('working')], 'waiting'],
    ['no title', [says('idle'), title('⠋ proj')], 'active'],
    ['no title of a question', [says('working'), title('[ ! ] Action Required | proj')], 'processing'],
    ['no first screen', [says('idle'), asksAtStart], 'active'],
    ['no key ends its question', [says('blocked'), key, escape], 'waiting'],
    ['no error of a hook', [says('idle'), hook('error', 'x')], 'active'],
  ])('alone decides: %s', (_what, steps, state) => {
    const reading = after(...steps);
    expect(reading).toMatchObject({ state, source: 'osc7501', error: undefined });
  });

  it.each<[string, Step[], string]>([
    ['its own', [says('blocked', 'Run make?')], 'Run make?'],
    ['its last', [says('blocked', 'Run make?'), says('blocked', 'Run test?')], 'Run test?'],
    ['its own beside that of a hook', [hook('blocked', 'Bash'), says('blocked', 'Run make?')], 'Run make?'],
    [
      'that of a hook where it has none',
      [says('blocked', ''), hook('blocked', 'Bash: make', 9)],
      'Bash: make',
    ],
    [
      'that of a hook where it is only a kind',
      [says('blocked', 'asks for permission'), hook('blocked', 'Bash: make', 9)],
      'Bash: make',
    ],
    [
      'that of a hook right before it',
      [says('working'), hook('blocked', 'Bash: make', 100), says('blocked', '', 120)],
      'Bash: make',
    ],
    [
      'none of a hook long before it',
      [says('working'), hook('blocked', 'Bash: make', 100), says('blocked', '', 9_000)],
      ASKS_SOMETHING,
    ],
    [
      'none of the question before',
      [
        says('blocked', ''),
        hook('blocked', 'Bash: make', 9),
        says('working', '', 20),
        says('blocked', 'asks a question', 30),
      ],
      'asks a question',
    ],
    ['words where there are none', [says('blocked', '')], ASKS_SOMETHING],
  ])('has as the text of its question %s', (_what, steps, text) => {
    expect(after(...steps).question).toBe(text);
  });

  it('says an error until the user has seen it or it says otherwise', () => {
    expect(after(says('error', 'no credit')).error).toBe('no credit');
    expect(after(says('error', 'no credit'), key).error).toBeUndefined();
    expect(after(says('error', 'a'), key, says('error', 'b')).error).toBe('b');
    expect(after(says('error', 'a'), says('idle')).error).toBeUndefined();
  });

  it('tells what it does', () => {
    expect(after(says('working', 'Reading files')).text).toBe('Reading files');
    expect(after(says('working', 'Reading files'), says('done', 'All done')).text).toBe('');
  });
});

describe('parts of a program', () => {
  it('are counted while they go on, and change nothing of its state by working', () => {
    const reading = after(says('idle'), part('a', 'working'), part('b', 'working'));
    expect(reading).toMatchObject({ parts: 2, state: 'active' });
    expect(after(part('a', 'working'), part('b', 'working'), part('a', 'done')).parts).toBe(1);
    expect(after(part('a', 'working'), part('a', 'error'), part('b', 'idle')).parts).toBe(0);
  });

  it('make it wait when one of them asks, until that one goes on', () => {
    const asking = [says('working'), part('a', 'working'), part('b', 'blocked', 'Run make?')];
    expect(after(...asking)).toMatchObject({ state: 'waiting', question: 'Run make?', parts: 2 });
    expect(after(...asking, says('done')).state).toBe('waiting');
    expect(after(...asking, part('b', 'working')).state).toBe('processing');
    expect(after(...asking, part('b', 'clear')).state).toBe('processing');
    expect(after(...asking, says('blocked', 'Own?')).question).toBe('Own?');
  });

  it('are all the state that there is of a program that says nothing itself', () => {
    expect(after(part('a', 'working')).state).toBe('processing');
    expect(after(part('a', 'working'), part('a', 'done'))).toMatchObject({ state: 'active', parts: 0 });
  });

  it('end with it', () => {
    const asking = [says('working'), part('a', 'blocked', 'a?')];
    expect(after(...asking, says('clear'))).toMatchObject({ state: 'active', parts: 0 });
    expect(after(...asking, prompt)).toMatchObject({ state: 'active', parts: 0 });
  });
});

describe('what only a hook said', () => {
  it.each<[string, Step[], ProgramReading['state']]>([
    ['a question, by a key', [hook('blocked', 'a?'), key], 'active'],
    ['a question, by Escape', [hook('blocked', 'a?'), escape], 'active'],
    ['work, not by a key', [hook('working'), key], 'processing'],
    ['work, by an interrupt, of which no hook tells', [hook('working'), escape], 'active'],
    ['a question, by the next word', [hook('blocked', 'a?'), hook('working')], 'processing'],
    ['a question, by a title that it works', [hook('blocked', 'a?'), title('✦  Working…')], 'processing'],
  ])('ends: %s', (_what, steps, state) => {
    expect(after(...steps).state).toBe(state);
  });

  it('of an error stands under a title that it is ready, until a key or more work', () => {
    const failed = [title('✦  Working…'), title('◇  Ready (p)'), hook('error', 'no quota')];
    expect(after(...failed)).toMatchObject({ state: 'active', said: 'error', error: 'no quota' });
    expect(after(...failed, key).error).toBeUndefined();
    expect(after(...failed, title('✦  Working…'), title('◇  Ready (p)')).error).toBeUndefined();
  });

  it('gives the question of a title its text, once', () => {
    const asked = [title('✦  Working…'), hook('blocked', 'Shell: make'), title('✋  Action Required')];
    expect(after(...asked).question).toBe('Shell: make');
    expect(after(...asked, title('✦  Working…'), title('✋  Action Required')).question).toBe(ASKS_SOMETHING);
  });
});

describe('an error', () => {
  it('outlasts the prompt of a shell, until a key or the next word', () => {
    for (const failed of [says('error', 'x'), hook('error', 'x')]) {
      expect(after(failed, prompt)).toMatchObject({ error: 'x', said: 'error' });
      expect(after(failed, prompt, prompt, key).error).toBeUndefined();
      expect(after(failed, prompt, hook('working')).error).toBeUndefined();
      expect(after(failed, prompt, says('working')).error).toBeUndefined();
      expect(after(failed, key, prompt).error).toBeUndefined();
    }
  });
});

describe('a bell', () => {
  it.each<[string, Step[], boolean]>([
    ['of a program that says nothing', [title('vim'), bar(true)], true],
    ['of one with hooks', [hook('working')], true],
    ['of one that speaks OSC 7501', [says('idle')], false],
    ['of one whose parts do', [part('a', 'working')], false],
    ['of one that took it back', [says('idle'), says('clear')], true],
    ['of one with a telling title', [title('◐ Qwen - proj')], false],
    ['of one whose title rests', [title('◐ Qwen - proj'), title('Qwen - proj')], false],
    ['behind one whose title told', [title('◐ Qwen - proj'), title('ann@host: ~')], true],
    ['behind a shell prompt', [says('working'), title('⠋ proj'), prompt], true],
  ])('%s is heard: %#', (_what, steps, mayRing) => {
    expect(after(...steps).mayRing).toBe(mayRing);
  });
});

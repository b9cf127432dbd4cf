import { describe, expect, it } from 'vitest';
import { wantsWorkspace } from '../../src/cli/multi-session.js';

const wants = (variable?: string, configured?: boolean, ...words: string[]): boolean =>
  wantsWorkspace({ variable, configured, words });

describe('qmux chat opens the workspace', () => {
  it.each(['1', 'true', 'yes', 'on', 'ON', ' Yes '])('where Q_MULTI_SESSION is %j', (variable) => {
    expect(wants(variable)).toBe(true);
  });

  it.each([undefined, '', '0', 'false', 'no', 'off', 'OFF'])(
    'not where Q_MULTI_SESSION is %j',
    (variable) => {
      expect(wants(variable)).toBe(false);
    },
  );

  it('as the config says, whatever the variable says', () => {
    expect(wants('0', true)).toBe(true);
    expect(wants('1', false)).toBe(false);
  });

  it('as the last flag says, whatever config and variable say', () => {
    expect(wants('1', true, '--no-multi-session')).toBe(false);
    expect(wants('0', false, '--multi-session')).toBe(true);
    expect(wants(undefined, undefined, '--multi-session', '--no-multi-session')).toBe(false);
    expect(wants(undefined, undefined, '--no-multi-session', '--multi-session')).toBe(true);
  });

  it('refuses a variable that says neither, unless something later decides', () => {
    expect(() => wants('maybe')).toThrow(/^Q_MULTI_SESSION is "maybe"; make it 1, true, yes or on/);
    expect(wants('maybe', true)).toBe(true);
  });
});

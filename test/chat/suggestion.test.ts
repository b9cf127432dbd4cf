import { describe, expect, it } from 'vitest';

import { startChat } from './scripted-host.js';

describe('a suggestion', () => {
  it('stands in an empty chat until its first question, and is asked for once', async () => {
    let asked = 0;
    const suggest = (): string => `suggestion ${++asked}`;
    const { type, until, screen, resize } = startChat({ host: { suggest } });
    await until('suggestion 1');
    resize(20, 50);
    type('h', 'i');
    await until('> hi');
    expect(screen()).toContain('suggestion 1');
    type('\r');
    await until('answering');
    expect(screen()).not.toContain('suggestion');
    expect(asked).toBe(1);
  });
});

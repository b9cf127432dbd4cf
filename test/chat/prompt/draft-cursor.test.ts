import { describe, expect, it } from 'vitest';

import type { Draft } from '../../../src/chat/ports.js';
import { startChat } from '../scripted-host.js';

const LEFT = '\x1b[D';

describe('the cursor of a draft', () => {
  it.each([
    ['one line', 'hello', 2, 'helXlo'],
    ['wide characters', 'a漢字b', 2, 'a漢X字b'],
    ['an emoji of several characters', 'a👩‍💻b', 2, 'aX👩‍💻b'],
    ['lines', 'one\ntwo', 5, 'onXe\ntwo'],
  ])('in %s is saved at the end and comes back', async (_what, text, presses, expected) => {
    const saved: Draft[] = [];
    const first = startChat({ draft: text, host: { saveDraft: (draft) => void saved.push(draft) } });
    first.type(...Array.from({ length: presses }, () => LEFT));
    await first.chat.stop();
    const draft = saved.at(-1) as Draft;
    expect(draft.text).toBe(text);
    const again: Draft[] = [];
    const second = startChat({ host: { draft, saveDraft: (each) => void again.push(each) } });
    second.type('X');
    await second.chat.stop();
    expect(again.at(-1)?.text).toBe(expected);
  });

  it('is not kept where it stands at the end, and one beyond the text is no harm', async () => {
    const saved: Draft[] = [];
    const saveDraft = (draft: Draft): void => void saved.push(draft);
    const { chat, type } = startChat({ host: { draft: { text: 'short', cursor: 99 }, saveDraft } });
    type('!');
    await chat.stop();
    expect(saved.at(-1)).toEqual({ text: 'short!' });
  });
});

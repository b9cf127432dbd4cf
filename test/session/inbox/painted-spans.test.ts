import { describe, expect, it } from 'vitest';

import { CHAT_STYLE } from '../../../src/chat/chat-style.js';
import { wrapRuns } from '../../../src/chat/markdown/wrap-runs.js';
import { paintedSpans } from '../../../src/session/inbox/painted-spans.js';
import { BOLD, UNDERLINE_SHIFT } from '../../../src/text/cell-grid.js';

describe('paintedSpans', () => {
  it('keeps the role, area and attributes of each part', () => {
    const { dim, strong, link, selected, syntax } = CHAT_STYLE;
    const line = `plain ${dim('dim')} ${strong('bold')}${link('link')}${selected('row')}${syntax.syntax_added('+')}`;
    expect(paintedSpans(line)).toEqual([
      { text: 'plain ', role: 'normal' },
      { text: 'dim', role: 'dim' },
      { text: ' ', role: 'normal' },
      { text: 'bold', role: 'normal', attributes: BOLD },
      { text: 'link', role: 'normal', attributes: 1 << UNDERLINE_SHIFT },
      { text: 'row', role: 'selection' },
      { text: '+', role: 'syntax_added' },
    ]);
  });

  it('keeps both of a changed word: its role and that it is bold', () => {
    expect(paintedSpans(CHAT_STYLE.strong(CHAT_STYLE.error('word')))).toEqual([
      { text: 'word', role: 'failed', attributes: BOLD },
    ]);
  });

  it('shows nothing of the marks of lines that continue others', () => {
    const [, second = ''] = wrapRuns([{ text: 'x'.repeat(15), paint: CHAT_STYLE.code }], { cols: 10 });
    expect(second).not.toBe('xxxxx');
    expect(paintedSpans(second)).toEqual([{ text: 'xxxxx', role: 'code' }]);
  });
});

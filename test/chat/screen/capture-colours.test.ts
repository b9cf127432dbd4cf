// A chat's colours outside its pane are colours, not the numbers by which it names roles.

import { expect, it } from 'vitest';

import { captureSlices, joiningCapture } from '../../../src/chat/screen/capture.js';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import { roleStyle } from '../../../src/look/roles.js';
import { finishNow } from '../../../src/loop/in-turns.js';
import { themeOf } from '../../harness/theme.js';

it('a capture with colours has those for dark backgrounds, and no mark of a line', () => {
  const conversation = reduceTranscript([
    { type: 'question', id: 'q', parent: null, text: 'why?', at: 0 },
    { type: 'begin', id: 'q', model: 'openai/x', at: 0 },
    {
      type: 'piece',
      id: 'q',
      text: 'with `code` in it, and enough words to be wrapped at the edge\n\n```ts\nlet a;\n```\n',
    },
    { type: 'finish', id: 'q', finish: 'stop', at: 0 },
  ]);
  const slices = [...captureSlices(conversation, { cols: 40, lines: 50, ansi: true })];
  const text = finishNow(joiningCapture(slices, 50));
  const { fg } = themeOf('truecolor').resolve(roleStyle('code'));
  expect(text).toContain(`\x1b[38;2;${(fg >> 16) & 0xff};${(fg >> 8) & 0xff};${fg & 0xff}mcode\x1b[m`);
  expect(text).not.toMatch(/\x1b\[[0-9;]*[34]8;5;|\x1b\[10/);
});

import { describe, expect, it } from 'vitest';

import { DiffDialog } from '../../src/dialogs/diff-dialog.js';
import type { Dialog } from '../../src/dialogs/dialog-view.js';
import type { ChangedFile } from '../../src/git/changed-file.js';
import { UserError } from '../../src/text/user-error.js';
import { press, selectedText, stay, textOf } from './press-keys.js';

const ROOM = { rows: 20, cols: 80 };

const FILES: readonly ChangedFile[] = [
  {
    path: 'src/a.ts',
    added: 2,
    removed: 1,
    isBinary: false,
    patch: [
      'diff --git a/src/a.ts b/src/a.ts',
      'index 1..2 100644',
      '--- a/src/a.ts',
      '+++ b/src/a.ts',
      '@@ -9,3 +9,4 @@ function a() {',
      ' same',
      '--- old',
      '+++ new',
      '+\tmore',
      ' end',
      '\\ No newline at end of file',
    ],
  },
  {
    path: '新.txt',
    added: 1,
    removed: 0,
    isBinary: false,
    patch: ['diff --git a/x b/x', 'new file mode 100644', '--- /dev/null', '+++ b/x', '@@ -0,0 +1 @@', '+n'],
  },
  { path: 'b.bin', added: 0, removed: 0, isBinary: true, patch: ['diff --git a/b.bin b/b.bin'] },
];

function open(
  options: { draftOf?: string | undefined; files?: readonly ChangedFile[]; fails?: boolean } = {},
) {
  const drafts: string[] = [];
  const dialog: Dialog = new DiffDialog({
    title: 'x, since main',
    files: options.files ?? FILES,
    draftOf: 'draftOf' in options ? options.draftOf : 'x',
    whyNot: 'there is no draft',
    toDraft: (text) => {
      if (options.fails) throw new UserError('x was closed');
      drafts.push(text);
    },
  });
  return { dialog, drafts };
}

describe('the diff', () => {
  it('has the lines of each file with their numbers in the new file, removed ones in the old', () => {
    const view = open().dialog.view(ROOM);
    expect(view.title).toBe('x, since main: 3 files');
    expect(textOf(view).map((line) => line.trimEnd())).toEqual([
      '- src/a.ts  +2 −1',
      '      @@ -9,3 +9,4 @@ function a() {',
      '    9  same',
      '   10 --- old',
      '   10 +++ new',
      '   11 +    more',
      '   12  end',
      '      no line break at the end',
      '- 新.txt  +1 −0',
      '      a new file',
      '      @@ -0,0 +1 @@',
      '    1 +n',
      '- b.bin  binary',
      '      a binary file',
    ]);
  });

  it('folds files, and goes from one to the next', () => {
    const { dialog } = open();
    expect(selectedText(stay(press(dialog, 'n')).view(ROOM))).toMatch(/^- 新\.txt/);
    expect(selectedText(stay(press(dialog, 'n', 'n')).view(ROOM))).toMatch(/^- b\.bin/);
    expect(selectedText(stay(press(dialog, 'N', 'N', 'N')).view(ROOM))).toMatch(/^- src\/a\.ts/);
    const folded = stay(press(dialog, 'j', 'j', 'Enter')).view(ROOM);
    expect(selectedText(folded)).toMatch(/^\+ src\/a\.ts/);
    expect(folded.lines).toHaveLength(7);
    expect(stay(press(dialog, 'Enter')).view(ROOM).lines).toHaveLength(14);
  });

  it('begins with the list of files if there is much', () => {
    const long = { ...(FILES[1] as ChangedFile), patch: [...Array<string>(500).fill('+n')] };
    expect(open({ files: [long, ...FILES] }).dialog.view(ROOM).lines).toHaveLength(4);
  });

  it('collects comments and hands them over in the order of the lines', () => {
    const { dialog, drafts } = open();
    press(dialog, 'n', 'j', 'j', 'j', 'c', ...'last', 'Enter');
    press(dialog, 'N', 'N', 'j', 'j', 'j', 'c', ...'why', 'Enter');
    const view = dialog.view(ROOM);
    expect(textOf(view)[0]).toContain('1 comment');
    expect(view.footer).toContain('Esc puts 2 comments into the draft of x');
    expect(press(dialog, 'Escape')).toEqual({ type: 'close', commands: [] });
    expect(drafts).toEqual([
      'Comments on the changes in x, since main:\n\nsrc/a.ts, removed line 10\n> --- old\nwhy\n\n新.txt:1\n> +n\nlast',
    ]);
  });

  it('drops comments with Ctrl-C, d or an empty text, and hands over nothing without any', () => {
    const { dialog, drafts } = open();
    press(dialog, 'j', 'j', 'c', 'a', 'Enter', 'd');
    press(dialog, 'j', 'c', 'b', 'Enter', 'c', 'Backspace', 'Enter');
    press(dialog, 'c', 'c', 'Escape');
    press(dialog, 'Escape');
    press(dialog, 'c', 'd', 'Enter');
    expect(press(dialog, 'C-c')).toEqual({ type: 'close', commands: [] });
    expect(drafts).toEqual([]);
  });

  it('says why there can be no comment, and stays open if the draft is gone', () => {
    expect(stay(press(open({ draftOf: undefined }).dialog, 'j', 'j', 'c')).view(ROOM).footer).toContain(
      'there is no draft',
    );
    const { dialog } = open({ fails: true });
    press(dialog, 'j', 'j', 'c', 'a', 'Enter');
    expect(stay(press(dialog, 'Escape')).view(ROOM).footer).toContain('x was closed');
  });
});

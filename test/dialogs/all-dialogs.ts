// Every dialog that has rows and keys of its own, with much in it, and names of wide characters.

import { compareTexts } from '../../src/chat/compare/compare-texts.js';
import { createChoice } from '../../src/dialogs/choice.js';
import { createCommandPrompt } from '../../src/dialogs/command-prompt.js';
import { CompareDialog } from '../../src/dialogs/compare/compare-dialog.js';
import { createConsent } from '../../src/dialogs/consent.js';
import { createCopyPrompt } from '../../src/dialogs/copy-prompt.js';
import { DiffDialog } from '../../src/dialogs/diff-dialog.js';
import type { Dialog } from '../../src/dialogs/dialog-view.js';
import { createKeyHelp } from '../../src/dialogs/key-help.js';
import { createMenu } from '../../src/dialogs/menu.js';
import { createNameList } from '../../src/dialogs/name-list.js';
import { createPicker } from '../../src/dialogs/picker.js';
import { createRowList } from '../../src/dialogs/row-list.js';
import { createTextList } from '../../src/dialogs/text-list.js';
import { SearchDialog } from '../../src/dialogs/search-dialog.js';
import { createTextView } from '../../src/dialogs/text-view.js';
import { createValueForm } from '../../src/dialogs/value-form.js';
import { DEFAULT_BINDINGS } from '../../src/keymap/default-bindings.js';
import { keyGroups } from '../../src/keymap/key-rows.js';
import { finishNow } from '../../src/loop/in-turns.js';
import type { Hit } from '../../src/search/hit.js';
import { MARK_TEXT, type Mark } from '../../src/text/mark.js';

const MARKS = Object.keys(MARK_TEXT) as Mark[];
const lines = Array.from({ length: 40 }, (_, at) => `${at} 漢字`);

/** A hit of a search; only what a test is about is given besides. */
export const HIT: Hit = {
  key: 'hit',
  source: 'chat',
  file: '/chats/one.jsonl',
  name: 'one',
  archived: false,
  turn: 1,
  part: 'answer',
  line: 1,
  lines: 2,
  text: 'one line',
  marks: [],
  before: ['漢字 before it', 'and before'],
  after: ['after it'],
  at: 0,
  score: 1,
};

const COMPARISON = finishNow(
  compareTexts(
    [...lines.slice(0, 12), 'a line\tof words '.repeat(8), '漢字'.repeat(30), ...lines].join('\n'),
    ['before', ...lines.slice(0, 12), 'a line of word '.repeat(8), '漢'.repeat(60), ...lines].join('\n'),
  ),
);

/** Makes each of them anew. */
export const DIALOGS: Readonly<Record<string, () => Dialog>> = {
  choice: () =>
    createChoice({
      title: '漢字の長い名前のセッション: close it for good, with all that it has?',
      lines,
      choices: [{ key: 'y', label: 'end', commands: [] }],
    }),
  menu: () =>
    createMenu({
      title: '漢字',
      entries: lines.map((label, at) => ({ key: String.fromCharCode(97 + (at % 26)), label, command: [] })),
      at: { row: 3, col: 70 },
    }),
  prompt: () =>
    createCommandPrompt({
      title: '漢字: ',
      text: '漢字',
      hint: 'a command',
      history: ['one', 'two'],
      complete: (line) =>
        (line === '' ? [] : [{ value: 'right' }, { value: 'below' }]).map((each) => ({
          ...each,
          summary: '',
        })),
      toCommands: (text) => [[text]],
    }),
  consent: () => createConsent({ title: '漢字', lines, label: 'opens it', commands: [], now: () => 0 }),
  diff: () =>
    new DiffDialog({
      title: '漢字',
      files: lines.map((path) => ({
        path,
        added: 1,
        removed: 1,
        isBinary: false,
        patch: ['diff --git a/x b/x', '@@ -1,2 +1,2 @@', ` ${path}`, '-漢\t字', `+${'漢字'.repeat(99)}`],
      })),
      draftOf: '漢字',
      whyNot: '',
      toDraft: () => {},
    }),
  compare: () =>
    new CompareDialog({
      left: '漢字の長い名前のセッション:12',
      right: 'chat-2:3 (still answering)',
      comparison: COMPARISON,
      hasMarks: true,
      isInline: undefined,
    }),
  names: () =>
    createNameList({
      title: '漢字',
      names: lines.map((name) => ({ name, about: '漢字'.repeat(40) })),
      note: '漢字 cannot be reached',
      take: (name) => ['model', name],
    }),
  form: () =>
    createValueForm({
      title: 'template 漢字',
      fields: lines.slice(0, 12).map((name, at) => ({
        name: at % 3 === 0 ? name.repeat(9) : name,
        title: '漢字'.repeat(at),
        text: at % 2 === 0 ? '漢字'.repeat(40) : '',
        choices: at % 4 === 1 ? ['漢字', 'b'] : [],
        isOptional: at % 5 === 0,
      })),
      label: 'opens it',
      preview: (values) => [...values.values()].join('\n'),
      accept: () => ['new'],
    }),
  texts: () =>
    createTextList({
      title: 'paste buffers',
      texts: lines.map((_, at) => ({ name: `buffer${at}`, size: '1 line', lines: lines.slice(0, at) })),
      nothing: 'nothing',
      take: (name) => ['paste', name],
      delete: (name) => ['buffers', '--delete', name],
      footer: 'Enter pastes  d deletes  Esc closes',
    }),
  search: () => createCopyPrompt('search-forward'),
  'search everything': () =>
    new SearchDialog({
      wish: { words: '漢字', scope: 'all' },
      last: { words: '漢字', scope: 'all' },
      here: '漢字',
      search: () => {},
      found: () => ({
        hits: lines.slice(0, 15).map((text, at) => ({
          ...HIT,
          key: `${at}`,
          name: '漢字'.repeat(at % 20),
          text: `${'字漢 '.repeat(at * 3)}${text}`,
          marks: [{ start: at * 9 + 2, end: at * 9 + 4 }],
          at: at * 1e7,
        })),
        areOld: false,
        more: true,
        progress: { doneBytes: 1, totalBytes: 3 },
        isSearching: true,
        problems: ['漢字 cannot be read'],
      }),
      now: () => 1e9,
      nameOf: ({ name }) => name,
      take: () => [],
      closed: () => {},
    }),
  'go to': () => createCopyPrompt('goto-line'),
  keys: () =>
    createKeyHelp({
      prefix: 'C-q',
      sections: keyGroups(DEFAULT_BINDINGS).map(({ group, rows }) => ({
        title: group,
        rows,
      })),
    }),
  picker: () =>
    createPicker({
      now: () => 0,
      findPreview: () => undefined,
      rows: MARKS.flatMap((mark, group) =>
        Array.from({ length: 5 }, (_, at) => ({
          sessionId: `${mark}-${at}`,
          number: group * 5 + at + 1,
          name: `漢字-${'👩‍💻'.repeat(at)}-${mark}`,
          type: 'development',
          state: 'processing',
          mark,
          model: 'openai/a-model-with-a-long-name',
          ageMs: at * 1e7,
          unread: at,
          lastLine: 'the last line '.repeat(at),
          lastQuestion: 'why is it slow',
          archived: at === 4,
        })),
      ),
    }),
  rows: () =>
    createRowList({
      title: 'タブとセッションの一覧',
      rows: lines.map((text) => ({ line: [{ text, role: 'normal' }], enter: ['tab', text] })),
      selected: 7,
      footer: 'Enter goes there  x closes  @ joins here  Esc closes',
    }),
  text: () => createTextView({ title: 'メッセージ', lines }),
};

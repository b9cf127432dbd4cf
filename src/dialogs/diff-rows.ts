// Files of a diff as rows that can be selected (pure): a head for each file, then its lines with their
// numbers. Owns what of git's patch is shown, and comments on lines as a text. Leaves keys and looks to
// diff-dialog.ts.

import type { ChangedFile } from '../git/changed-file.js';
import { sanitiseLine } from '../text/sanitise.js';

export type DiffRow =
  | { kind: 'file'; file: ChangedFile; at: number }
  | { kind: 'hunk' | 'remark'; file: ChangedFile; text: string }
  | {
      kind: 'same' | 'added' | 'removed';
      file: ChangedFile;
      /** Without its sign. */
      text: string;
      /** In the new file; of a removed line in the old one. */
      line: number;
    };

export type DiffLine = Extract<DiffRow, { line: number }>;

/** folded: by their position. */
export function diffRows(files: readonly ChangedFile[], folded: ReadonlySet<number>): DiffRow[] {
  return files.flatMap((file, at) => [
    { kind: 'file', file, at } as const,
    ...(folded.has(at) ? [] : rowsOf(file)),
  ]);
}

const rowsByFile = new WeakMap<ChangedFile, readonly DiffRow[]>();

/** The same objects each time: comments are kept by their row. */
function rowsOf(file: ChangedFile): readonly DiffRow[] {
  let rows = rowsByFile.get(file);
  if (!rows) {
    rows = file.isBinary ? [remark(file, 'a binary file')] : parsePatch(file);
    rowsByFile.set(file, rows);
  }
  return rows;
}

const remark = (file: ChangedFile, text: string): DiffRow => ({ kind: 'remark', file, text });

const MODES: Readonly<Record<string, string>> = {
  'new file mode 100755': 'a new executable file',
  'new file mode 120000': 'a new symbolic link',
  'new file mode 160000': 'a new submodule',
};

function parsePatch(file: ChangedFile): DiffRow[] {
  const rows: DiffRow[] = [];
  let [oldLine, newLine, isInHunk] = [0, 0, false];
  for (const line of file.patch) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (line.startsWith('diff --git ')) isInHunk = false;
    else if (hunk) {
      [oldLine, newLine, isInHunk] = [Number(hunk[1]), Number(hunk[2]), true];
      rows.push({ kind: 'hunk', file, text: line });
    } else if (!isInHunk) {
      const what = describeHeader(line);
      if (what !== undefined) rows.push(remark(file, what));
    } else if (line.startsWith('+')) rows.push({ kind: 'added', file, text: line.slice(1), line: newLine++ });
    else if (line.startsWith('-')) rows.push({ kind: 'removed', file, text: line.slice(1), line: oldLine++ });
    else if (line.startsWith('\\')) rows.push(remark(file, 'no line break at the end'));
    else {
      rows.push({ kind: 'same', file, text: line.slice(1), line: newLine++ });
      oldLine++;
    }
  }
  return rows;
}

/** undefined: it says nothing that the rows do not. */
function describeHeader(line: string): string | undefined {
  if (line.startsWith('new file mode')) return MODES[line] ?? 'a new file';
  if (line.startsWith('deleted file mode')) return 'the file was removed';
  if (/^(?:old|new) mode/.test(line)) return line;
  return undefined;
}

/** For the draft of who made the changes. name: what they belong to. */
export function commentsText(comments: ReadonlyMap<DiffLine, string>, name: string): string {
  const parts = [...comments].map(([{ kind, file, text, line }, comment]) => {
    const sign = { same: ' ', added: '+', removed: '-' }[kind];
    const where = kind === 'removed' ? `${file.path}, removed line ${line}` : `${file.path}:${line}`;
    return `${sanitiseLine(where)}\n> ${sign}${sanitiseLine(text)}\n${comment}`;
  });
  return [`Comments on the changes in ${sanitiseLine(name)}:`, ...parts].join('\n\n');
}

// A tool call as HTML, in parts (pure): a folded element whose summary says what it does and how that ended,
// and within it what it was given, what it changed and what it printed. Leaves comparing the texts of a diff
// to tool-calls/.

import type { ExportTool } from '../../store/export.js';
import { spellJson } from '../../text/spell-json.js';
import { commandOf, type FileDiff } from '../model-event.js';
import { compareFiles, type ComparedFile, type DiffLine } from '../tool-calls/file-diff.js';
import { wordOfKind } from '../tool-calls/call-words.js';
import { escapeHtml, escapeLine, escapeParts } from './escape.js';

export function* toolHtml({ call, subject, asked, unasked }: ExportTool): Generator<string> {
  const { status, input, output, diffs } = call;
  const end = status === 'completed' ? '' : ` <span class="failed">${status.replace('_', ' ')}</span>`;
  const mark = unasked ? ' <span class="failed">ran unasked</span>' : '';
  const word = wordOfKind(call);
  yield `<details class="tool"><summary>${word === '' ? '' : `${word} `}<code>${escapeLine(subject)}</code>${end}${mark}</summary>\n`;
  if (asked) yield* askedHtml(asked);
  const command = commandOf(input);
  if (command !== undefined) yield* preformatted(escapeParts(command));
  else if (input !== undefined && diffs.length === 0) yield* preformatted(escapeAll(spellJson(input)));
  for (const [at, file] of compareFiles(diffs).entries()) yield* diffHtml(diffs[at] as FileDiff, file);
  if (output !== '') yield* preformatted(escapeParts(output));
  yield '</details>\n';
}

function* preformatted(parts: Iterable<string>): Generator<string> {
  // A line break right after it is not shown.
  yield '<pre>\n';
  yield* parts;
  yield '</pre>\n';
}

function* escapeAll(parts: Iterable<string>): Generator<string> {
  for (const part of parts) yield escapeHtml(part);
}

function* askedHtml({ question, answer }: NonNullable<ExportTool['asked']>): Generator<string> {
  const options = 'options' in question ? question.options : [];
  const option = options.find(({ id }) => id === answer?.option)?.name ?? answer?.option;
  const reply = option === undefined ? 'not answered' : [option, answer?.reason].filter(Boolean).join(': ');
  yield '<p class="dim">asked: ';
  yield* escapeParts(question.text);
  yield ' — ';
  yield* escapeParts(reply);
  yield '</p>\n';
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', removed: '-', added: '+', gap: '⋯' };

function* diffHtml({ path }: FileDiff, file: ComparedFile): Generator<string> {
  yield `<p class="dim"><code>${escapeLine(path)}</code> +${file.added} −${file.removed}</p>\n<pre class="diff">\n`;
  for (const { kind, text } of file.lines()) {
    const name = kind === 'added' || kind === 'removed' ? ` class="${kind}"` : '';
    yield `<span${name}>${SIGNS[kind]} ${escapeHtml(text)}</span>`;
  }
  if (file.remark !== undefined) yield `<span>${escapeHtml(file.remark)}</span>`;
  yield '</pre>\n';
}

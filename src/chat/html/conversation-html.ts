// Conversations as one page of HTML, in parts (pure): no script, nothing loaded from elsewhere. Owns the page
// and the order within a turn. Leaves answers to answer-html.ts, tool calls to tool-html.ts and looks to
// page-style.ts. Invariant: elements and attributes are ours; all other text goes through escape.ts.

import type { ExportConversation, ExportTurn } from '../../store/export.js';
import type { Attached } from '../context/attached.js';
import { describeEnding } from '../../text/answer-ending.js';
import { answerHtml } from './answer-html.js';
import { escapeLine, escapeParts } from './escape.js';
import { PAGE_STYLE } from './page-style.js';
import { toolHtml } from './tool-html.js';

/** What the browser is told to refuse, even if something got through. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

export interface PageConversation extends ExportConversation {
  /** The turns of the current branch, and what is queued; the others are folded below. */
  shown: readonly ExportTurn[];
}

export function* conversationsHtml(conversations: readonly PageConversation[]): Generator<string> {
  const title = conversations.map(({ session }) => escapeLine(session.name)).join(', ');
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>
${PAGE_STYLE}</style>
</head>
<body>
<main>
`;
  for (const conversation of conversations) yield* conversationHtml(conversation);
  yield '</main>\n</body>\n</html>\n';
}

function* conversationHtml({ session, turns, shown }: PageConversation): Generator<string> {
  const about = [session.type, session.model].filter((part) => part !== undefined);
  yield `<h1>${escapeLine(session.name)}</h1>\n`;
  yield `<p class="about">${escapeLine(about.join(' · '))} · ${timeHtml(session.created)}</p>\n`;
  for (const turn of shown) yield* turnHtml(turn);
  yield* otherTurns(turns, shown);
}

/** Each with the question that it follows. */
function* otherTurns(turns: readonly ExportTurn[], shown: readonly ExportTurn[]): Generator<string> {
  const known = new Set(shown.map(({ id }) => id));
  const others = turns.filter(({ id }) => !known.has(id));
  if (others.length === 0) return;
  const questions = new Map(turns.map(({ id, question }) => [id, question]));
  yield `<details class="turn"><summary>turns of other branches: ${others.length}</summary>\n`;
  for (const turn of others) {
    const before = questions.get(turn.parent ?? '');
    yield before === undefined ? '' : `<p class="about">after: ${escapeLine(before)}</p>\n`;
    yield* turnHtml(turn);
  }
  yield '</details>\n';
}

function* turnHtml(turn: ExportTurn): Generator<string> {
  yield `<section class="turn">\n${timeHtml(turn.at)}\n<div class="question" dir="auto">`;
  yield* escapeParts(turn.question);
  yield '</div>\n';
  for (const attached of turn.attached) yield* attachedHtml(attached);
  if (turn.model !== undefined && turn.model !== '') yield `<p class="about">${escapeLine(turn.model)}</p>\n`;
  if (turn.thought !== undefined) {
    yield '<details class="thought"><summary>reasoning</summary><div dir="auto">';
    yield* escapeParts(turn.thought);
    yield '</div></details>\n';
  }
  for (const tool of turn.tools) yield* toolHtml(tool);
  yield* answerHtml(turn.answer);
  const ending = describeEnding(turn.finish);
  if (ending !== undefined) yield `<p class="failed">${ending}</p>\n`;
  yield '</section>\n';
}

/** What went along with the question; an image is only named. */
function* attachedHtml({ kind, name, lines, bytes, text }: Attached): Generator<string> {
  const range = lines ? `#${lines.from}-${lines.to}` : '';
  yield `<details class="tool"><summary>${kind} <code>${escapeLine(name + range)}</code> (${bytes} bytes)</summary>\n`;
  if (kind !== 'image') {
    yield '<pre>\n';
    yield* escapeParts(text);
    yield '</pre>\n';
  }
  yield '</details>\n';
}

function timeHtml(ms: number): string {
  const time = new Date(ms).toISOString();
  return `<time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

// A question that was answered, as lines (pure): what was asked, what the user replied, and from where. Owns
// these words. Leaves an open question to the component that asks it.

import { glyphs } from '../../text/glyphs.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE } from '../chat-style.js';
import type { Asked } from '../conversation.js';
import { wrapRuns } from '../markdown/wrap-runs.js';
import type { Answer, FormField, FormValue, ReplySource, UserQuestion } from '../user-question.js';
import { wordsOf } from './call-words.js';
import { beginWith, type PartView } from './part-view.js';

/** Of what was asked, and of each part of the reply, while they are folded. */
const FOLDED_COLS = 120;
const MAX_CHARACTERS = 2_000;

/** Empty while it is open: until then, at the latest to the end of its turn, it stands above the prompt. */
export function askedLines({ question, answer: given, at }: Asked, view: PartView): string[] {
  if (!given && view.isRunning) return [];
  const answer = given ?? { at };
  const cut = (text: string): string => {
    const line = sanitiseLine(text, MAX_CHARACTERS);
    return view.isUnfolded ? line : truncateToWidth(line, FOLDED_COLS, glyphs().ellipsis);
  };
  const { margin, runs: before } = beginWith(glyphs().asked, CHAT_STYLE.mark);
  const runs = [
    ...before,
    { text: withColon(cut(spellQuestion(question, view.directory))), paint: CHAT_STYLE.dim },
    {
      text: spellAnswer(question, answer, cut),
      paint: isRefusal(question, answer) ? CHAT_STYLE.error : undefined,
    },
    { text: spellSource(answer.by), paint: CHAT_STYLE.dim },
  ];
  return wrapRuns(runs, margin ? { cols: view.cols, margin } : { cols: view.cols });
}

/** After another sign it would be one too many. */
const withColon = (text: string): string =>
  /[?!:]$/.test(text.trimEnd()) ? `${text.trimEnd()} ` : `${text.trimEnd().replace(/\.$/, '')}: `;

/** What a tool would do rather than what is said of it. */
function spellQuestion(question: UserQuestion, directory: string | undefined): string {
  if (question.kind !== 'permission' || !question.call) return question.text;
  const { kind, subject, otherFiles } = wordsOf(question.call, directory);
  const others = otherFiles > 0 ? ` and ${otherFiles} more` : '';
  return `${kind} ${subject}${others}`.trim();
}

function spellAnswer(question: UserQuestion, answer: Answer, cut: (text: string) => string): string {
  if (answer.option !== undefined) {
    const name = optionOf(question, answer.option)?.name ?? answer.option;
    const reason = answer.reason === undefined ? '' : `: ${cut(answer.reason)}`;
    return cut(name) + reason;
  }
  if (answer.values) {
    const fields = question.kind === 'form' ? question.fields : [];
    const spelled = Object.entries(answer.values).map(([name, value]) => {
      const field = fields.find((each) => each.name === name);
      return `${cut(field?.title ?? name)} ${cut(spellValue(value, field))}`;
    });
    return spelled.length === 0 ? 'nothing filled in' : spelled.join(', ');
  }
  return answer.text === undefined ? 'not answered' : cut(answer.text);
}

const optionOf = (question: UserQuestion, id: string) =>
  'options' in question ? question.options.find((option) => option.id === id) : undefined;

function isRefusal(question: UserQuestion, { option }: Answer): boolean {
  const kind = option === undefined ? undefined : optionOf(question, option)?.kind;
  return kind === 'reject_once' || kind === 'reject_always';
}

function spellValue(value: FormValue, field: FormField | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const values = typeof value === 'string' || typeof value === 'number' ? [String(value)] : value;
  const nameOf = (each: string): string => field?.values.find((known) => known.value === each)?.name ?? each;
  return values.length === 0 ? 'none' : values.map(nameOf).join(', ');
}

function spellSource(by: ReplySource | undefined): string {
  switch (by) {
    case 'inbox':
      return ' (from the inbox)';
    case 'reply':
      return ' (by reply)';
    case 'editor':
      return ' (in an editor)';
    case 'keys':
    case undefined:
      return '';
  }
}

// The verb compare: two answers word by word, in a view of its own, in a shell as text. Owns what it says of
// answers that are equal or too long, and its exit codes, which are those of diff: 0 equal, 1 different, 2
// an error. Leaves comparing to chat/compare/.

import {
  compareTexts,
  MOST_CHARACTERS,
  MOST_LINES,
  type Comparison,
} from '../../chat/compare/compare-texts.js';
import { CompareDialog } from '../../dialogs/compare/compare-dialog.js';
import { finishInTurns } from '../../loop/in-turns.js';
import { gathered } from '../../store/write-document.js';
import { glyphs } from '../../text/glyphs.js';
import { LazyArray, spellJson } from '../../text/spell-json.js';
import { groupDigits } from '../../text/text-size.js';
import { UserError } from '../../text/user-error.js';
import {
  SILENT,
  type Command,
  type CommandContext,
  type CommandOutput,
  type ParsedArguments,
} from '../command.js';
import { compareGroup } from '../asking/compare-group.js';
import { command, say } from '../define.js';
import { inlineText, partsOf } from './inline-text.js';
import { describeAnswer, findAnswer, type NamedAnswer } from './named-answer.js';

const usageError = (message: string): UserError => new UserError(message, { exitCode: 2 });

async function compare(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const [x, y] = [input.word('X'), input.word('Y')];
  if (x === undefined) return compareGroup(context);
  // A single one is compared with this chat's last answer.
  const left = await findAnswer(context, y === undefined ? undefined : x);
  const right = await findAnswer(context, y ?? x);
  for (const each of [left, right]) checkLength(each);
  const { surface, way } = context;
  const comparison = await finishInTurns(compareTexts(left.turn.answer, right.turn.answer));
  if (!comparison) throw new Error('nobody gave up comparing');
  if (way === 'cli' || !surface) return await print(context, input, { left, right, comparison });
  if (comparison.isEqual) return say(`${describeAnswer(left)} and ${describeAnswer(right)} are equal`);
  surface.open(
    new CompareDialog({
      left: describeAnswer(left),
      right: describeAnswer(right),
      comparison,
      hasMarks: !surface.hasColours || glyphs().saysMarks,
      isInline: input.has('inline') || undefined,
    }),
  );
  return SILENT;
}

function checkLength(answer: NamedAnswer): void {
  const { length } = answer.turn.answer;
  if (length > MOST_CHARACTERS)
    throw usageError(
      `${describeAnswer(answer)} has ${groupDigits(length)} characters; compare takes up to ${groupDigits(MOST_CHARACTERS)}`,
    );
  let lines = 0;
  for (let at = 0; at !== -1 && lines <= MOST_LINES; lines++) at = answer.turn.answer.indexOf('\n', at + 1);
  if (lines > MOST_LINES)
    throw usageError(
      `${describeAnswer(answer)} has more than ${groupDigits(MOST_LINES)} lines, which is too long to compare`,
    );
}

/** Of one part on its way to the caller. */
const PRINT_LENGTH = 64 * 1024;

interface Compared {
  left: NamedAnswer;
  right: NamedAnswer;
  comparison: Comparison;
}

async function print(
  { print: send }: CommandContext,
  input: ParsedArguments,
  { left, right, comparison }: Compared,
): Promise<CommandOutput> {
  const exitCode = comparison.isEqual ? 0 : 1;
  const names = { left: describeAnswer(left), right: describeAnswer(right) };
  const parts = input.has('json')
    ? spellAsJson({ left, right, comparison })
    : comparison.isEqual
      ? []
      : inlineText(comparison, names, { all: input.has('all') });
  let text = '';
  for await (const part of gathered(parts, PRINT_LENGTH))
    if (!send) text += part;
    else if (!(await send(part))) break;
  return { text: text.trimEnd(), exitCode };
}

function* spellAsJson({ left, right, comparison }: Compared): Generator<string> {
  const { isEqual } = comparison;
  yield* spellJson({
    equal: isEqual,
    left: factsOf(left),
    right: factsOf(right),
    parts: new LazyArray(partsOf(comparison)),
  });
  yield '\n';
}

const factsOf = ({ session, turn, number }: NamedAnswer) => ({
  session: session.id,
  name: session.name,
  turn: turn.id,
  number,
  model: turn.model,
  finish: turn.finish ?? null,
});

export const COMPARE: Command = command({
  name: 'compare',
  summary: 'compare two answers word by word; X:3 is the third of X',
  positionals: [
    { name: 'X', kind: 'readable-session', optional: true },
    { name: 'Y', kind: 'readable-session', optional: true },
  ],
  flags: [
    { name: 'inline', summary: 'inline, even where there is room to show them side by side' },
    { name: 'all', summary: 'in a shell: equal lines too' },
    { name: 'json', summary: 'print both answers in parts that are the same, removed or added' },
  ],
  changesNothing: true,
  run: (context, input) =>
    compare(context, input).catch((error: unknown) => {
      // 1 means that they differ.
      throw error instanceof UserError ? usageError(error.text) : error;
    }),
});

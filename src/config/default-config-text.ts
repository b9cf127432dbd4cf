// The text of `qmux config default` (pure): every option commented out, with its reason above.
// Invariant: without the comment marks it is a valid config file, with the defaults where there are any.

import { OPTIONS } from './options.js';

/** Fits a terminal of 80 columns beside the comment mark. */
const REASON_COLUMNS = 76;

export function defaultConfigText(): string {
  const blocks = Object.values(OPTIONS).map((option) => {
    const reason = wrap(option.reason).map((line) => `# ${line}`);
    const table = option.shape.type === 'map' || option.shape.type === 'table';
    const lines = option.example?.split('\n') ?? [`${option.name} = ${JSON.stringify(option.default)}`];
    if (table && !lines[0]?.startsWith('[')) lines.unshift(`[${option.name}]`);
    if (!table && isNone(option.default)) reason.push('# Default: none. For example:');
    return [...reason, ...lines.map((line) => `#${line}`)].join('\n');
  });
  const head =
    '# qmux: config.toml. Lines that begin with #name are the defaults; remove the # to change one.';
  return `${head}\n\n${blocks.join('\n\n')}\n`;
}

const isNone = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= REASON_COLUMNS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

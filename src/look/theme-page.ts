// The generated page of the theme (pure): the table of roles as Markdown.

import { THEMES } from './theme-choice.js';
import { ROLES, type Pair, type Role } from './roles.js';
import { BOLD, DIM, INVERSE, ITALIC, UNDERLINE_MASK } from '../text/cell-grid.js';

const ATTRIBUTE_WORDS = [
  [BOLD, 'bold'],
  [DIM, 'dim'],
  [ITALIC, 'italic'],
  [UNDERLINE_MASK, 'underlined'],
  [INVERSE, 'inverse'],
] as const;

export function themePage(): string {
  const rows = Object.entries<Role>(ROLES).map(([name, role]) => {
    const cells = [
      `\`${name}\``,
      role.purpose,
      ...[role.dark, role.light].map((pair) => describePair(pair, hex)),
      ...[
        [role.dark256, role.light256],
        [role.dark16, role.light16],
      ].map((pairs) => describeTwo(pairs as [Pair, Pair])),
      describeAttributes(role.attributes),
      describeAttributes(role.mono),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `\`theme\` is one of ${THEMES.map((name) => `\`"${name}"\``).join(', ')}. \`auto\`, the default, follows the background that your terminal reports, and changes with it; \`default\` is for dark backgrounds. In \`[theme]\`, \`base\` names the theme and every role below can have a colour of your own, as \`"#rrggbb"\`: that of its text, or of its background if it has one.`,
    '```toml\n[theme]\nbase = "auto"\naccent = "#ff8800"\n```',
    'Colours are written as text, or as text on background. Two values are for dark and light backgrounds. `-` is the colour of your terminal. Every text has a contrast of at least 4.5 : 1, lines and marks 3 : 1; in the theme `high-contrast` text has 7 : 1.',
    '| role | what it is for | dark | light | 256 | 16 | as well | without colours |\n|---|---|---|---|---|---|---|---|',
  ]
    .join('\n\n')
    .concat(`\n${rows.join('\n')}`);
}

const hex = (value: number): string => `\`#${value.toString(16).padStart(6, '0')}\``;

function describePair({ text, back }: Pair, spell: (value: number) => string): string {
  const parts = [text === undefined ? '-' : spell(text), ...(back === undefined ? [] : [spell(back)])];
  return parts.join(' on ');
}

function describeTwo(pairs: readonly [Pair, Pair]): string {
  const [dark, light] = pairs.map((pair) => describePair(pair, String));
  return dark === light ? (dark ?? '') : `${dark}, ${light}`;
}

function describeAttributes(style: number): string {
  const words = ATTRIBUTE_WORDS.filter(([flag]) => style & flag).map(([, word]) => word);
  return words.join(', ') || '-';
}

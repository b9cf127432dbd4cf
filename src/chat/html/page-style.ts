// The style sheet of a conversation's page (pure): light and dark, with the colours that the same parts have
// on a terminal. Owns the layout and the class names. Leaves colours to look/roles.ts.

import { ROLES, type RoleName } from '../../look/roles.js';
import type { SyntaxRole } from '../markdown/syntax-role.js';

const SYNTAX = [
  'syntax_keyword',
  'syntax_string',
  'syntax_number',
  'syntax_comment',
  'syntax_name',
  'syntax_added',
  'syntax_removed',
] as const satisfies readonly SyntaxRole[];

const USED = [
  'dim',
  'accent',
  'failed',
  'line',
  'code',
  'code_block',
  'diff_added',
  'diff_removed',
  ...SYNTAX,
] as const satisfies readonly RoleName[];

/** Of a run of code. */
export const roleClass = (role: SyntaxRole): string => role.replace('syntax_', 's-');

const hex = (rgb: number): string => `#${rgb.toString(16).padStart(6, '0')}`;

function variables(set: 'light' | 'dark'): string {
  return USED.map((name) => {
    const { text, back } = ROLES[name][set];
    const parts = [
      text === undefined ? '' : `--${name}:${hex(text)};`,
      back === undefined ? '' : `--${name}-back:${hex(back)};`,
    ];
    return parts.join('');
  }).join('');
}

const LAYOUT = `
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{max-width:52rem;margin:0 auto;padding:1.5rem 1rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:1rem 0 0}
h2,h3,h4,h5,h6{line-height:1.25;margin:1.2em 0 .4em;font-size:1.1rem}
p{margin:.6em 0}
a{color:inherit}
hr{border:0;border-top:1px solid var(--line)}
blockquote{margin:.6em 0;padding-inline-start:1em;border-inline-start:3px solid var(--line)}
p,h3,h4,h5,h6,th,td{unicode-bidi:plaintext}
li>p:first-child{margin-top:0}li>p:last-child{margin-bottom:0}
code,pre{font:.9em/1.45 ui-monospace,monospace}
code{color:var(--code)}
pre{margin:.4em 0;white-space:pre-wrap;tab-size:4}
.dim,.about,time,summary{color:var(--dim);font-size:.85rem}
.turn{margin-top:2.2rem}
.question{white-space:pre-wrap;font-weight:600;border-inline-start:3px solid var(--accent);padding-block:.2em;padding-inline-start:.8em}
.code,.table,.tool>pre,.thought>div{background:var(--code_block-back);color:var(--code_block);border-radius:4px;padding:.5em .8em;margin:.6em 0;overflow-x:auto}
.code,pre{direction:ltr}
.code pre{white-space:pre;margin:0}.code code{color:inherit;font-size:inherit}
.code>.dim{font-size:.75rem;line-height:1;text-align:right}
.thought>div{white-space:pre-wrap}
table{border-collapse:collapse}th,td{border-bottom:1px solid var(--line);padding:.25em .7em;text-align:start;vertical-align:top}
th{overflow-wrap:normal}td{min-width:5em}
th.right,td.right{text-align:right}th.center,td.center{text-align:center}
details{margin:.5em 0}summary{cursor:pointer}
.failed{color:var(--failed)}
.diff span{display:block}
.diff .added{background:var(--diff_added-back);color:var(--diff_added)}
.diff .removed{background:var(--diff_removed-back);color:var(--diff_removed)}
@media print{details{break-inside:avoid}}
`;

const syntax = SYNTAX.map((role) => `.${roleClass(role)}{color:var(--${role})}`).join('');

export const PAGE_STYLE = `:root{color-scheme:light dark;--page:#fff;--text:#1d1d24;${variables('light')}}
@media (prefers-color-scheme:dark){:root{--page:#16161c;--text:#e4e4ea;${variables('dark')}}}${LAYOUT}${syntax}.s-comment{font-style:italic}
`;

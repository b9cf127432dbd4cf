// Code in answers: what is highlighted, that a line is final once it is drawn, and that nothing breaks it.

import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAT_STYLE } from '../../../src/chat/chat-style.js';
import { findLanguage, LANGUAGE_NAMES } from '../../../src/chat/markdown/highlight-languages.js';
import { highlighterFor, type CodeRun } from '../../../src/chat/markdown/highlight.js';
import { MarkdownStream } from '../../../src/chat/markdown/markdown-stream.js';
import { withoutSgr } from '../../../src/text/sgr.js';
import { findText } from '../../../src/text/line-marks.js';
import { countProcessorTime } from '../../harness/processor-time.js';

const loadedGrammars = (): string[] =>
  Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('legacy-modes'));

function highlight(language: string, code: string): CodeRun[][] {
  const highlighter = highlighterFor(language);
  return code.split('\n').map((line) => highlighter?.line(line) ?? []);
}

/** Texts of this role. */
const textsOf = (lines: readonly CodeRun[][], role: string): string[] =>
  lines.flat().flatMap((run) => (run.role === `syntax_${role}` ? run.text.trim() : []));

function render(source: string, { cols = 60, piece = Infinity, tails = false } = {}): string[] {
  const stream = new MarkdownStream({ cols, style: CHAT_STYLE });
  const lines: string[] = [];
  const step = Math.min(piece, Math.max(1, source.length));
  for (let at = 0; at < source.length; at += step) {
    lines.push(...stream.append(source.slice(at, at + step)));
    if (tails) stream.tail();
  }
  return [...lines, ...stream.end()];
}

/** Without the frame of a block. */
function shown(line: string): string {
  const { from, to } = findText(line);
  return withoutSgr(line.slice(from, to)).trimEnd();
}

const fenced = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\`\n`;

describe('the library', () => {
  it('loads a grammar when its language first occurs, and no other', () => {
    expect(loadedGrammars()).toEqual([]);
    render(fenced('nonsense', 'let x = 1;'));
    expect(loadedGrammars()).toEqual([]);
    render(fenced('go', 'var x = 1'));
    expect(loadedGrammars().map((path) => path.split('/').at(-1))).toEqual(['go.cjs']);
  });

  it.each(LANGUAGE_NAMES)('has a grammar of %s', (name) => {
    expect(findLanguage(name)?.grammar.token).toBeTypeOf('function');
  });
});

describe('a language', () => {
  it.each(['ts', 'TypeScript', '{.ts}', 'ts,ignore', 'ts:src/a.ts', 'language-ts', 'tsx'])(
    'is found as %s',
    (name) => {
      expect(findLanguage(name)).toBe(findLanguage('typescript'));
    },
  );

  it.each(['', 'text', 'plaintext', 'output', '__proto__', 'constructor', 'brainfog'])(
    'is not guessed for %j',
    (name) => {
      expect(highlighterFor(name)).toBeUndefined();
    },
  );

  it.each([
    [
      'ts',
      'const a = `x\n${b}`; // c',
      { keyword: ['const'], string: ['`x', '${', '}`'], comment: ['// c'] },
    ],
    ['py', 'def f(a):\n    """d\n    e"""\n    return 1 # c', { keyword: ['def', 'return'], number: ['1'] }],
    ['py', '"""d\nreturn"""', { string: ['"""d', 'return"""'], keyword: [] }],
    ['c', '/* if\n else */ return 0;', { comment: ['/* if', 'else */'], keyword: ['return'] }],
    ['rust', 'fn main() {\n/* a\nlet */ let x = "y\nz"; }', { keyword: ['fn', 'let'], string: ['"y', 'z"'] }],
    ['sh', 'cat <<EOF\nif\nEOF\nif x; then', { keyword: ['if', 'then'] }],
    ['json', '{"a": [1, "b", null]}', { name: ['"a"'], string: ['"b"'], number: ['1', 'null'] }],
    ['yaml', 'a: "if" # c\nb: 1', { name: ['a', 'b'], string: ['"if"'], number: ['1'], comment: ['# c'] }],
    ['diff', '@@ -1 +1 @@\n a\n-b\n+c', { removed: ['-b'], added: ['+c'], name: ['@@ -1 +1 @@'] }],
    ['html', '<!-- a\n<b> --><p id="x">', { comment: ['<!-- a', '<b> -->'], string: ['"x"'] }],
    ['php', '# a\npublic function b() { return "c"; }', { keyword: ['public function', 'return'] }],
    ['zig', 'pub fn a() void {} // b', { keyword: ['pub fn'], comment: ['// b'] }],
    ['elixir', 'def a do\n"""\nend\n"""\nend', { keyword: ['def', 'do', 'end'] }],
    ['make', 'all: a # b\n\t$(CC)', { name: ['all', '$(CC)'], comment: ['# b'] }],
    ['go', 'func a() { fmt.Println("b") }', { name: ['a', 'Println'], number: [] }],
  ])('%s: %j', (language, code, roles) => {
    const lines = highlight(language, code);
    for (const [role, texts] of Object.entries(roles)) expect(textsOf(lines, role)).toEqual(texts);
  });
});

describe('bounds', () => {
  it('a longer line is plain, and the next is highlighted', () => {
    const [within, beyond, next] = highlight('js', `${'let a;'.repeat(83)}\n${'let a;'.repeat(84)}\nlet b`);
    expect(within?.length).toBeGreaterThan(100);
    expect(beyond).toHaveLength(1);
    expect(textsOf([next ?? []], 'keyword')).toEqual(['let']);
  });

  it('lines after the first 500 are plain', () => {
    const lines = highlight('js', 'let a\n'.repeat(501));
    expect(textsOf(lines.slice(499, 500), 'keyword')).toEqual(['let']);
    expect(textsOf(lines.slice(500), 'keyword')).toEqual([]);
  });

  it('what follows deeply nested brackets is plain', () => {
    const lines = highlight('js', `${'('.repeat(100)}\nlet a\n(\nlet b`);
    expect(textsOf(lines, 'keyword')).toEqual(['let']);
  });

  it('a grammar that fails leaves the rest of the block plain', () => {
    const language = findLanguage('lua');
    const token = language?.grammar.token;
    if (!language || !token) throw new Error('no grammar');
    language.grammar.token = () => {
      throw new Error('broken');
    };
    try {
      expect(highlight('lua', 'local a\nlocal b')).toEqual([
        [{ text: 'local a', role: undefined }],
        [{ text: 'local b', role: undefined }],
      ]);
      language.grammar.token = () => null; // It never advances.
      expect(highlight('lua', 'local a')).toEqual([[{ text: 'local a', role: undefined }]]);
    } finally {
      language.grammar.token = token;
    }
  });
});

const PIECES = [
  ...'([{}])<>"\'`\\/#$%&*+-=:;,.!?|~^@_ \t\n19aé日😀',
  '/*',
  '*/',
  '//',
  '"""',
  "'''",
  '<<EOF\n',
  'EOF\n',
  '${',
  '#{',
  '`a',
  '--[[',
  ']]',
  'e\u0301',
  '👩‍💻',

  'if ',
  'function ',
  'class A',
  'let ',
  'def ',
  'end\n',
  'return',
  '<a b="',
  '</a>',
  '- ',
  '  ',
  'x: |\n',
  '\n\n',
];
const code = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 60 })
  .map((pieces) => pieces.join('').replaceAll('```', '``'));

describe.each(LANGUAGE_NAMES)('%s, whatever the code is', (language) => {
  it('loses no text, and final lines do not depend on pieces or on what is drawn between', () => {
    fc.assert(
      fc.property(
        code,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 8, max: 40 }),
        (text, piece, cols) => {
          for (const line of highlight(language, text).entries())
            expect(line[1].map((run) => run.text).join('')).toBe(text.split('\n')[line[0]]);
          const whole = render(fenced(language, text), { cols });
          expect(render(fenced(language, text), { cols, piece, tails: true })).toEqual(whole);
          // Of the same width, since the name stands on the first line if there is room for it.
          const plain = render(fenced('z'.repeat(language.length), text), { cols });
          expect(whole.map(shown)).toEqual(plain.map(shown));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes no long time for a line of one sign', () => {
    for (const sign of [' ', '\t', '(', '"', '\\', '<', '-', '1', 'a:', 'a ', 'a: ', '#', "'"]) {
      const line = sign.repeat(500).slice(0, 499);
      const spentMs = countProcessorTime();
      highlight(language, `x${line}`);
      // A line takes a few milliseconds; of grammars that backtrack, seconds.
      expect(spentMs()).toBeLessThan(1000);
    }
  });
});

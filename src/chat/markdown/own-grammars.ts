// Grammars that the library of highlight-languages.ts lacks, or has none that is linear of, as data for two
// of its builders: clike (words and signs) and simpleMode (states of rules; an expression is tried at the
// position). Owns words and rules only (pure). Invariant: no expression backtracks far.

import type { StringStream } from '@codemirror/streamparser';

type Words = Record<string, true>;

const words = (text: string): Words => Object.fromEntries(text.split(' ').map((word) => [word, true]));

const comment = (stream: StringStream): string => {
  stream.skipToEnd();
  return 'comment';
};

export const phpConfig = {
  name: 'php',
  keywords: words(
    'abstract and as break case catch class clone const continue declare default do echo else elseif enum ' +
      'extends final finally fn for foreach function global goto if implements include include_once ' +
      'instanceof insteadof interface match namespace new or print private protected public readonly require ' +
      'require_once return static switch throw trait try use var while xor yield from',
  ),
  types: words('array bool callable float int iterable mixed never object self string void parent'),
  blockKeywords: words('catch do else elseif for foreach if switch try while finally'),
  defKeywords: words('class enum function interface namespace trait'),
  atoms: words('true false null TRUE FALSE NULL __DIR__ __FILE__ __LINE__ __CLASS__ __FUNCTION__'),
  multiLineStrings: true,
  hooks: {
    $: (stream: StringStream) => {
      stream.eatWhile(/[\w$]/);
      return 'variable';
    },
    '#': (stream: StringStream) => (stream.match(/^\[[\w\\]*/) ? 'meta' : comment(stream)),
    '<': (stream: StringStream) => (stream.match(/^\?(?:php|=)?/) ? 'meta' : false),
    '?': (stream: StringStream) => (stream.eat('>') ? 'meta' : false),
  },
};

export const zigConfig = {
  name: 'zig',
  keywords: words(
    'addrspace align allowzero and anyframe asm async await break callconv catch comptime const continue ' +
      'defer else enum errdefer error export extern fn for if inline linksection noalias noinline nosuspend ' +
      'opaque or orelse packed pub resume return struct suspend switch test threadlocal try union ' +
      'unreachable usingnamespace var volatile while',
  ),
  types: words(
    'anyerror anyopaque anytype bool comptime_float comptime_int f16 f32 f64 f80 f128 i8 i16 i32 i64 i128 ' +
      'isize noreturn type u8 u16 u32 u64 u128 usize void',
  ),
  defKeywords: words('fn'),
  atoms: words('true false null undefined'),
  hooks: {
    '@': (stream: StringStream) => (stream.eatWhile(/\w/) ? 'builtin' : null),
    '\\': (stream: StringStream) => {
      if (!stream.eat('\\')) return null;
      stream.skipToEnd();
      return 'string';
    },
  },
};

const ELIXIR_KEYWORDS =
  /(?:after|and|case|catch|cond|def|defdelegate|defexception|defguardp?|defimpl|defmacrop?|defmodule|defp|defprotocol|defstruct|do|else|end|fn|for|if|import|in|not|or|quote|raise|receive|require|rescue|try|unless|unquote|use|when|with|alias)(?![\w?!:])/;

export const elixirStates = {
  start: [
    { regex: /#.*/, token: 'comment' },
    { regex: /(?:~[sS])?"""/, token: 'string', next: 'heredoc' },
    { regex: /@(?:module|type)?doc\s+"""/, token: 'string', next: 'heredoc' },
    { regex: /@\w+/, token: 'meta' },
    { regex: /"(?:[^"\\]|\\.)*"?/, token: 'string' },
    { regex: /'(?:[^'\\]|\\.)*'?/, token: 'string' },
    { regex: /~[rRwWsScC]\/(?:[^/\\]|\\.)*\/?\w*/, token: 'string' },
    { regex: /\w+[?!]?:(?=\s)/, token: 'atom' },
    { regex: /:(?:"[^"]*"?|[A-Za-z_]\w*[?!]?)/, token: 'atom' },
    { regex: /(?:true|false|nil)(?![\w?!])/, token: 'atom' },
    { regex: ELIXIR_KEYWORDS, token: 'keyword' },
    { regex: /0[xob][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][-+]?\d+)?/, token: 'number' },
    { regex: /[A-Z]\w*/, token: 'type' },
    { regex: /[a-z_]\w*[?!]?/, token: 'variable' },
  ],
  heredoc: [
    { regex: /\s*"""/, token: 'string', next: 'start' },
    { regex: /.+/, token: 'string' },
  ],
  languageData: { name: 'elixir' },
};

export const makefileStates = {
  start: [
    { regex: /\s*#.*/, token: 'comment' },
    {
      regex: /-?(?:include|ifeq|ifneq|ifdef|ifndef|else|endif|define|endef|export|override)(?!\S)/,
      sol: true,
      token: 'keyword',
    },
    { regex: /[\w.-]+(?=\s*(?:[:?+!]|::)?=)/, sol: true, token: 'def' },
    { regex: /[^\s:#=$][^:#=$]*(?=:)/, sol: true, token: 'def' },
    { regex: /\$[({][\w.-]+[)}]?/, token: 'meta' },
    { regex: /\$[@<^+?*%$]/, token: 'meta' },
    { regex: /"(?:[^"\\$]|\\.)*"?/, token: 'string' },
    { regex: /'[^']*'?/, token: 'string' },
    { regex: /[\w.-]+/, token: 'variable' },
  ],
  languageData: { name: 'makefile' },
};

export const markdownStates = {
  start: [
    { regex: /\s*(?:```|~~~).*/, sol: true, token: 'comment', next: 'code' },
    { regex: /#{1,6}\s.*/, sol: true, token: 'header' },
    { regex: /\s*(?:[-*+]|\d+[.)])\s/, sol: true, token: 'keyword' },
    { regex: /\s*>+/, sol: true, token: 'comment' },
    { regex: /`[^`]*`?/, token: 'string' },
    { regex: /<!--.*/, token: 'comment' },
    { regex: /https?:\/\/[^\s)>\]]+/, token: 'string' },
    { regex: /[\p{L}\p{N}]+/u, token: null },
  ],
  code: [
    { regex: /\s*(?:```|~~~)\s*$/, sol: true, token: 'comment', next: 'start' },
    { regex: /.+/, token: 'string' },
  ],
  languageData: { name: 'markdown' },
};

/**
 * The library's own takes minutes for a line of spaces. Block texts are highlighted as if they were YAML too.
 */
export const yamlStates = {
  start: [
    { regex: /#.*/, sol: true, token: 'comment' },
    { regex: /\s+#.*/, token: 'comment' },
    { regex: /(?:---|\.\.\.)\s*$/, sol: true, token: 'def' },
    { regex: /\s+/, token: null },
    { regex: /(?:"[^"]*"|'[^']*')(?=:(?:\s|$))/, token: 'def' },
    { regex: /"(?:[^"\\]|\\.)*"?/, token: 'string' },
    { regex: /'[^']*'?/, token: 'string' },
    { regex: /[&*!][\w!.-]+/, token: 'keyword' },
    { regex: /[\w./$<][^\s:#,]*(?: [^\s:#,]+)*(?=:(?:\s|$))/, token: 'def' },
    { regex: /(?:true|false|yes|no|on|off|null|~)(?=[\s,\]}]|$)/, token: 'atom' },
    { regex: /[-+]?\d[\d_.]*(?:e[-+]?\d+)?(?=[\s,\]}]|$)/, token: 'number' },
    { regex: /[^\s,[\]{}:"'&*!]+/, token: 'variable' },
  ],
  languageData: { name: 'yaml' },
};

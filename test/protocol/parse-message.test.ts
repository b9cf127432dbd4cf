import { describe, expect, it } from 'vitest';
import { encodeMessage } from '../../src/protocol/framing.js';
import type { ClientMessage, ServerMessage } from '../../src/protocol/messages.js';
import { parseClientMessage, parseServerMessage } from '../../src/protocol/parse-message.js';

const HEADER_BYTES = 5;
const payload = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const hello: ClientMessage = {
  type: 'hello',
  protocol: 1,
  version: '0.1.0',
  token: 'secret',
  role: 'attach',
  pid: 42,
  cwd: '/tmp',
  env: { PATH: '/bin', __proto: 'x' },
  terminal: { rows: 40, cols: 120, colours: 'truecolor' },
  readOnly: true,
  target: '漢',
};

describe('parseClientMessage', () => {
  it.each<ClientMessage>([
    hello,
    { type: 'hello', protocol: 1, version: '', token: '', role: 'control', pid: 1, cwd: '/', env: {} },
    { type: 'resize', rows: 10, cols: 20 },
    { type: 'request', id: 1, words: ['ls', '--json'], json: true, stdin: '' },
    { type: 'request', id: 2, words: [], json: false },
    { type: 'request', id: 3, words: ['new'], json: true, typed: { canAttach: false } },
    { type: 'environment', env: { PATH: '/bin' } },
    { ...hello, link: { id: 'a-client', sent: 7, unsent: 2 } },
    { type: 'ping' },
  ])('gives $type as it was encoded', (message) => {
    expect(parseClientMessage(encodeMessage(message).subarray(HEADER_BYTES))).toEqual(message);
  });

  it('leaves out fields that it does not know', () => {
    expect(parseClientMessage(payload({ type: 'resize', rows: 1, cols: 2, pixels: 3 }))).toEqual({
      type: 'resize',
      rows: 1,
      cols: 2,
    });
  });

  it('keeps a variable named __proto__ as a variable', () => {
    const parsed = parseClientMessage(
      new TextEncoder().encode(
        JSON.stringify({ ...hello, env: {} }).replace('"env":{}', '"env":{"__proto__":"x"}'),
      ),
    );
    expect(parsed.type === 'hello' && Object.entries(parsed.env)).toEqual([['__proto__', 'x']]);
  });

  it('tolerates a type of a later version', () => {
    expect(parseClientMessage(payload({ type: 'dance', steps: 3 }))).toEqual({
      type: 'unknown',
      name: 'dance',
    });
  });

  it.each([
    ['not an object', [], 'message is not an object'],
    ['null', null, 'message is not an object'],
    ['without a type', {}, 'type is not a string'],
    ['a wrong role', { ...hello, role: 'king' }, 'role is not one of attach, control'],
    ['a variable that is a number', { ...hello, env: { A: 1 } }, 'A is not a string'],
    ['an environment that is a list', { ...hello, env: [] }, 'env is not an object'],
    ['rows that are a text', { type: 'resize', rows: '1', cols: 2 }, 'rows is not a number'],
    [
      'words that are no strings',
      { type: 'request', id: 1, words: [1], json: true },
      'words is not a list of strings',
    ],
    ['a null where a text may be', { ...hello, target: null }, 'target is not a string'],
    ['traits without a colour', { ...hello, terminal: { rows: 1, cols: 1 } }, 'colours is not one of'],
  ])('calls %s malformed and says why', (_, value, problem) => {
    expect(parseClientMessage(payload(value))).toEqual({
      type: 'malformed',
      problem: expect.stringContaining(problem),
    });
  });

  it.each([
    ['not JSON', new TextEncoder().encode('{')],
    ['not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ])('calls bytes that are %s malformed', (problem, bytes) => {
    expect(parseClientMessage(bytes)).toEqual({ type: 'malformed', problem });
  });
});

describe('parseServerMessage', () => {
  it.each<ServerMessage>([
    { type: 'welcome', protocol: 1, version: '0.1.0', pid: 7 },
    { type: 'welcome', protocol: 1, version: '0.1.0', pid: 7, link: { taken: 5 } },
    { type: 'pong' },
    { type: 'bye', reason: 'detached', message: '', next: { host: 'box', command: 'qmux', target: 'x1' } },
    { type: 'bye', reason: 'detached', message: '', next: { host: 'box', command: 'q', readOnly: true } },
    { type: 'refused', message: 'no', exitCode: 1 },
    { type: 'output', id: 1, stdout: 'a\n' },
    { type: 'progress', id: 1, text: 'scanning 5 %' },
    { type: 'response', id: 1, stdout: '', stderr: 'qmux: no', exitCode: 2, attach: 's1' },
    { type: 'response', id: 1, stdout: 'x', stderr: '', exitCode: 0 },
    { type: 'response', id: 1, stdout: 'usage: new', stderr: '', exitCode: 0, help: 'new' },
    { type: 'environment-wanted' },
    {
      type: 'response',
      id: 1,
      stdout: '',
      stderr: 'no',
      exitCode: 1,
      confirm: { question: 'sure?', words: ['delete', 'x', '--yes'] },
    },
    {
      type: 'response',
      id: 1,
      stdout: '',
      stderr: 'no',
      exitCode: 2,
      confirm: {
        question: 'template fix',
        words: ['new', '--template', 'fix'],
        values: [
          { name: 'issue', question: 'issue: ' },
          { name: 'part', question: 'part [web]: ', preset: 'web' },
        ],
      },
    },
    { type: 'bye', reason: 'detached', message: '[detached]' },
  ])('gives $type as it was encoded', (message) => {
    expect(parseServerMessage(encodeMessage(message).subarray(HEADER_BYTES))).toEqual(message);
  });

  it("does not take a client's message", () => {
    expect(parseServerMessage(payload(hello))).toEqual({ type: 'unknown', name: 'hello' });
  });
});

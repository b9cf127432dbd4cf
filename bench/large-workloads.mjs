// What large-inputs.mjs does to a server: for each kind of large input, what is prepared and the steps that
// are measured one after another. `restart` is no step: the server begins again there, unmeasured.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { beginTranscript, appendConversation } from './long-transcript.mjs';

const PREFIX = '\u0011';
const ESCAPE = '\x1b';
const SESSIONS = 1_000;
/** Below the limit of a config. */
const CONFIG_BYTES = 64_000;

const paste = (text) => `\x1b[200~${text}\x1b[201~`;
const filled = (row, bytes) => {
  let text = '';
  for (let at = 0, size = 0; size < bytes; at++) {
    text += row(at);
    size += Buffer.byteLength(row(at));
  }
  return text;
};

const rowsOf = (peer) => JSON.parse(peer.call('ls', '--json'));

const answered = (peer, name) => peer.verb('wait', name, '--until', 'idle', '--timeout', '100');

const sessions = {
  name: '1,000 sessions',
  async prepare(peer) {
    writeFileSync(join(peer.home, 'config.toml'), `max_sessions = ${SESSIONS * 2}\n`);
    await peer.start();
    const lines = Array.from({ length: SESSIONS }, (_, at) => `new -d chat s${at}\n`);
    writeFileSync(join(peer.home, 'made.qmux'), lines.join(''));
  },
  steps: {
    'source of 1,000 new': (peer) => peer.verb('source', 'made.qmux'),
    sessions: (peer) => peer.verb('ls'),
    'sessions --json': (peer) => peer.verb('ls', '--json'),
    'sessions in a chat': (peer) => peer.keys('/sessions\r', ESCAPE),
    picker: (peer) => peer.keys(`${PREFIX}s`, 's', '9', '\x1b[B', ESCAPE, ESCAPE),
    'all marked in the picker, its menu': (peer) =>
      peer.keys(`${PREFIX}s`, 's', '\x01', '\r', ESCAPE, ESCAPE, ESCAPE, ESCAPE),
    tree: (peer) => peer.keys(`${PREFIX}w`, ESCAPE),
    'rename --pattern': (peer) => peer.verb('rename', ...names(), '--pattern', 'r{n}'),
    pause: (peer) => peer.verb('pause', ...names('r', 1)),
    'ask of all': (peer) => peer.verb('ask', ...names('r', 1), '--', 'a question'),
    resume: (peer) => peer.verb('resume', ...names('r', 1)).then(() => pause(20_000)),
    history: (peer) => peer.verb('history'),
    stats: (peer) => peer.verb('stats'),
    events: (peer) => peer.verb('doctor', '--json'),
    export: (peer) => peer.verb('export', ...names('r', 1), '--format', 'json', '-o', 'exported'),
    search: (peer) => peer.verb('search', 'question'),
    join: (peer) => peer.verb('join', ...names('r', 1).slice(0, 20)),
    'save of the layout': (peer) => peer.verb('layout', 'save', 'mine'),
    close: (peer) => peer.verb('close', ...names('r', 1).slice(0, 900)),
    'sessions --all': (peer) => peer.verb('ls', '--all'),
    reopen: (peer) => peer.verb('reopen'),
    'close of all again': (peer) => peer.verb('close', '--type', 'chat'),
    delete: (peer) => peer.verb('delete', ...names('r', 1).slice(0, 300), '--yes'),
    prune: (peer) => peer.verb('prune', '0m', '--yes'),
  },
};

const names = (prefix = 's', first = 0) =>
  Array.from({ length: SESSIONS }, (_, at) => `${prefix}${at + first}`);

const answers = {
  name: 'answer of 10 MB',
  async prepare(peer) {
    await peer.start();
    for (const name of ['big', 'other', 'third', 'target']) peer.call('new', '-d', name);
    peer.call('switch', 'big');
  },
  steps: {
    'streamed in view': (peer) => peer.verb('send', 'big', 'answer 10').then(() => answered(peer, 'big')),
    'streamed hidden': (peer) => peer.verb('send', 'other', 'answer 10').then(() => answered(peer, 'other')),
    'send --wait': (peer) => peer.verb('send', 'third', 'answer 10', '--wait'),
    'send --wait --json --stream': (peer) =>
      peer.verb('send', 'third', 'answer 4', '--wait', '--json', '--stream'),
    shown: (peer) => peer.verb('switch', 'other').then(() => peer.rest()),
    capture: (peer) => peer.verb('capture', 'other', '--lines', '1000000'),
    'capture --ansi': (peer) => peer.verb('capture', 'other', '--ansi', '--lines', '1000000'),
    'copy-answer': (peer) => peer.verb('copy-answer', 'other'),
    'copy-answer --text': (peer) => peer.verb('copy-answer', 'other', '--text'),
    'copy-answer by key': (peer) => peer.keys(`${PREFIX}y`),
    'copy-code': (peer) => peer.verb('copy-code', '2', '--from', 'other'),
    'copy-code by key': (peer) => peer.keys(`${PREFIX}Y`, ESCAPE),
    buffers: (peer) => peer.keys(`${PREFIX}=`, ESCAPE),
    'compare in a shell': (peer) => peer.verb('compare', 'other', 'third:2'),
    'compare in a pane': (peer) => peer.keys(`${PREFIX}:compare other big\r`, 'n', 'G', ESCAPE, ESCAPE),
    pipe: (peer) => peer.verb('pipe', 'other', 'target'),
    'a draft of it shown': (peer) => peer.verb('switch', 'target').then(() => peer.keys('x', '\x7f', '\x03')),
    'export html': (peer) => peer.verb('export', 'other', '--format', 'html', '-o', 'a.html'),
    'export md': (peer) => peer.verb('export', 'other', '--format', 'md', '-o', 'a.md'),
    'export json': (peer) => peer.verb('export', 'other', '--format', 'json', '-o', 'a.json'),
    import: (peer) => peer.verb('import', 'a.json'),
    save: (peer) => peer.verb('save', 'a.qmux', '--from', 'other'),
    load: (peer) => peer.verb('load', 'a.qmux'),
    'copy mode, to the top, search': async (peer) => {
      await peer.verb('switch', 'big');
      await peer.keys(`${PREFIX}[`, 'g', '/', 'Paragraph 77', '\r', 'n', 'N', '?', 'first 9', '\r', 'G', 'q');
    },
    'copy mode, all selected and copied': (peer) => peer.keys(`${PREFIX}[`, 'g', 'V', 'G', 'y'),
    fork: (peer) => peer.verb('fork', 'forked'),
    branches: (peer) => peer.keys('/branches\r', ESCAPE),
    rewind: (peer) => peer.keys('/rewind\r', ESCAPE),
    'a further question': (peer) => peer.verb('send', 'big', 'more', '--wait'),
    undo: (peer) => peer.keys('/undo\r'),
    redo: (peer) => peer.keys('/redo\r'),
    compact: (peer) => peer.keys('/compact\r').then(() => answered(peer, 'big')),
    search: (peer) => peer.verb('search', 'Paragraph'),
    stats: (peer) => peer.verb('stats'),
    'close and reopen': (peer) => peer.verb('close', 'other').then(() => peer.verb('reopen', 'other')),
    restart: undefined,
    'shown after a restart': (peer) => peer.verb('switch', 'other').then(() => peer.rest()),
    resized: async (peer) => {
      await peer.keys(`${PREFIX}%`, `${PREFIX}h`, `${PREFIX}z`);
    },
  },
};

const kept = {
  name: 'answers of 4 MB to the same question',
  async prepare(peer) {
    await peer.start();
    for (const name of ['asker', 'one', 'two']) peer.call('new', '-d', name);
    peer.call('switch', 'asker');
  },
  steps: {
    async ask(peer) {
      await peer.keys('/ask one two -- answer 4\r');
      await answered(peer, 'one');
      await answered(peer, 'two');
    },
    keep: (peer) => peer.verb('keep', 'one', '--yes').then(() => peer.rest()),
    'reopen, keep the other': async (peer) => {
      await peer.verb('reopen');
      await peer.verb('keep', 'two', '--yes');
    },
  },
};

const turnsOfChat = {
  name: 'chat of 5,000 turns',
  async prepare(peer) {
    await peer.start();
    for (const name of ['long', 'target']) peer.call('new', '-d', name);
    const chats = rowsOf(peer);
    await peer.terminal.stop();
    peer.end();
    const file = beginTranscript(
      peer.home,
      chats.find(({ name }) => name === 'long'),
    );
    appendConversation(file, 11, 'the last words');
    await peer.start();
  },
  steps: {
    shown: (peer) => peer.verb('switch', 'long').then(() => peer.rest()),
    asked: (peer) => peer.verb('send', 'long', 'hello', '--wait'),
    sessions: (peer) => peer.verb('ls'),
    branches: (peer) => peer.keys('/branches\r', ESCAPE),
    rewind: (peer) => peer.keys('/rewind\r', '\x1b[A', ESCAPE),
    edit: (peer) => peer.keys('/edit 3\r', '\x03'),
    retry: (peer) => peer.keys('/retry\r').then(() => answered(peer, 'long')),
    undo: (peer) => peer.keys('/undo\r'),
    redo: (peer) => peer.keys('/redo\r'),
    'history of questions': (peer) => peer.keys('\x1b[A', '\x1b[A', '\x12', 'turn', '\x12', ESCAPE, '\x03'),
    fork: (peer) => peer.verb('fork', 'forked'),
    'copy mode': (peer) => peer.keys(`${PREFIX}[`, 'g', '/', 'Paragraph 77', '\r', 'n', 'q'),
    capture: (peer) => peer.verb('capture', 'long', '--lines', '1000000'),
    'export html': (peer) => peer.verb('export', 'long', '--format', 'html', '-o', 'a.html'),
    'export json': (peer) => peer.verb('export', 'long', '--format', 'json', '-o', 'a.json'),
    import: (peer) => peer.verb('import', 'a.json'),
    tree: (peer) => peer.keys(`${PREFIX}w`, ESCAPE),
    'picker with its preview': (peer) => peer.keys(`${PREFIX}s`, 'long', ESCAPE, ESCAPE),
    compact: (peer) => peer.keys('/compact\r').then(() => answered(peer, 'long')),
    clear: (peer) => peer.keys('/clear\r'),
  },
};

const drafts = {
  name: 'draft of 1 MB',
  async prepare(peer) {
    await peer.start();
    peer.call('new', 'draft');
    const text = filled((at) => `line ${at} of it 漢字 and some more\n`, 1_000_000);
    writeFileSync(join(peer.home, 'text.txt'), text);
    peer.text = text;
    peer.call('new', '-d', 'cat', '--', 'cat');
  },
  steps: {
    pasted: (peer) => peer.keys(paste(peer.text)),
    'a word typed before it, keys': (peer) => peer.keys('word', '\x01', 'w', '\x05', '\x7f', '\x17', '\x1f'),
    'pasted again': (peer) => peer.keys(paste(peer.text)),
    stash: (peer) => peer.keys('\x13', '\x13'),
    'cleared and back': (peer) => peer.keys('\x03', '\x1f'),
    'in an external editor': (peer) => peer.keys('\x18\x05'),
    asked: (peer) => peer.keys('\r').then(() => answered(peer, 'draft')),
    'taken from the history': (peer) => peer.keys('\x1b[A', '\x01', 'x', '\x1b[B', '\x03', '\x03'),
    'typed, not pasted': (peer) =>
      peer.keys(peer.text.slice(0, 300_000).replaceAll('\n', ' '), '\x01', 'x', '\x03'),
    'buffer set': (peer) => peer.verb('buffers', '--set', 'b', peer.text.slice(0, 120_000)),
    'buffer pasted to a chat': (peer) => peer.verb('paste', 'b', '--to', 'draft'),
    'buffer pasted to a program': (peer) => peer.verb('paste', 'b', '--to', 'cat'),
    'send-keys of 120 KB': (peer) => peer.verb('send-keys', 'draft', '-l', peer.text.slice(0, 120_000)),
    'send of 120 KB': (peer) => peer.verb('send', 'draft', peer.text.slice(0, 120_000), '--wait'),
    '200 queued': async (peer) => {
      await peer.verb('pause', 'draft');
      for (let at = 0; at < 20; at++)
        await peer.verb(
          'ask',
          ...Array.from({ length: 1 }, () => 'draft'),
          '--',
          peer.text.slice(0, 100_000),
        );
    },
    'queue listed, edited': (peer) => peer.keys('/queue\r', ESCAPE, '/queue edit 3\r', '\x03'),
    'queue sent': (peer) => peer.verb('resume', 'draft').then(() => answered(peer, 'draft')),
    'attached file of 1 MB': (peer) => peer.verb('send', 'draft', 'look', '--attach', 'text.txt', '--wait'),
    'run of 20 MB': (peer) => peer.verb('run', 'seq', '3000000'),
    'ran in a chat': (peer) => peer.keys('!seq 3000000\r').then(() => peer.rest(2_000)),
    report: (peer) => peer.verb('report', 'waiting', peer.text.slice(0, 100_000)),
    btw: (peer) => peer.keys(`/btw ${peer.text.slice(0, 50_000).replaceAll('\n', ' ')}\r`, ESCAPE, ESCAPE),
  },
};

const files = {
  name: '50,000 files',
  async prepare(peer) {
    for (let directory = 0; directory < 50; directory++) {
      const path = join(peer.home, 'work', `directory-${directory}`);
      mkdirSync(path, { recursive: true });
      for (let at = 0; at < 990; at++) writeFileSync(join(path, `file-${at}.txt`), '');
    }
    mkdirSync(join(peer.home, 'work/flat'));
    for (let at = 0; at < 20_000; at++) writeFileSync(join(peer.home, 'work/flat', `flat-${at}.txt`), 'x');
    await peer.start();
    peer.call('new', 'files', '--cwd', join(peer.home, 'work'));
  },
  steps: {
    '@-completion': (peer) => peer.keys('@', 'f', 'i', 'l', '99', '\x7f', '\x7f', '\t', '\x03'),
    '@-completion in the flat one': (peer) => peer.keys('@flat/', 'f', '1', '\x7f', '\t', '\x03'),
    '@ a directory': (peer) => peer.keys('look at @flat/ \r').then(() => answered(peer, 'files')),
    'context add': (peer) => peer.keys('/context add flat/*.txt\r', '/context\r', ESCAPE),
    'asked with it': (peer) => peer.verb('send', 'files', 'go', '--wait'),
    'context clear': (peer) => peer.keys('/context clear\r'),
    'path of a command': (peer) => peer.keys(`${PREFIX}:load flat/`, '\t', ESCAPE, ESCAPE),
    sessions: (peer) => peer.verb('ls', '--json'),
  },
};

const templates = {
  name: '1,000 templates',
  async prepare(peer) {
    const directory = join(peer.home, 'templates');
    mkdirSync(directory, { recursive: true });
    for (let at = 0; at < 1_000; at++)
      writeFileSync(
        join(directory, `t${at}.toml`),
        `description = "number ${at}"\ntype = "debug"\nprompt = "look at {file}"\n`,
      );
    const big = filled((at) => `[[tab]]\n[[tab.pane]]\nname = "x${at}"\n`, 60_000);
    writeFileSync(join(directory, 'big.toml'), big);
    writeFileSync(join(peer.home, 'qmux.toml'), big);
    await peer.start();
  },
  steps: {
    templates: (peer) => peer.verb('templates'),
    'templates --json': (peer) => peer.verb('templates', '--json'),
    menu: (peer) => peer.keys(`${PREFIX}T`, 't9', '\x1b[B', ESCAPE, ESCAPE),
    'new --template': (peer) => peer.verb('new', '-d', '--template', 't500', 'file=x'),
    completion: (peer) => peer.keys('/new --template t', '\t', '\x03'),
    'a large template': (peer) => peer.verb('new', '-d', '--template', 'big'),
    'a large project file': (peer) => peer.verb('up', '--dry-run'),
    save: (peer) => peer.verb('template', 'save', 'mine'),
    freeze: (peer) => peer.verb('freeze'),
  },
};

const CONFIGS = {
  'valid bindings': `[bindings]\n${filled((at) => `"M-${String.fromCodePoint(0x4e00 + at)}" = "split right"\n`, CONFIG_BYTES)}`,
  'unknown commands': `[bindings]\n${filled((at) => `"M-${String.fromCodePoint(0x4e00 + at)}" = "splitt right"\n`, CONFIG_BYTES)}`,
  types: filled((at) => `[types.t${at}]\ninstruction = "be good"\n`, CONFIG_BYTES),
  'wrong values': `[bindings]\n${filled((at) => `"k${at}" = 3\n`, CONFIG_BYTES)}`,
  templates: filled((at) => `[templates.t${at}]\ntype = "debug"\nprompt = "see {file}"\n`, CONFIG_BYTES),
  'unknown settings of templates': filled((at) => `[templates.t${at}]\nfoo = "foo"\n`, CONFIG_BYTES),
  'unknown options': filled((at) => `opt${at} = 1\n`, CONFIG_BYTES),
  agents: filled((at) => `[agents.a${at}]\ncommand = "x"\n`, CONFIG_BYTES),
  providers: filled((at) => `[providers.a${at}]\nbase_url = "http://127.0.0.1:9"\n`, CONFIG_BYTES),
  tools: filled((at) => `[mcp.a${at}]\ncommand = "x"\ndisabled = true\n`, CONFIG_BYTES),
  status: `[status]\nleft = "${filled((at) => `{a${at}}`, CONFIG_BYTES)}"\n`,
  'one long prompt': `[templates.t]\nprompt = """${filled((at) => `line ${at} {a}\n`, CONFIG_BYTES)}"""\n`,
};

const configs = {
  name: 'config of 64 KB',
  prepare: (peer) => peer.start(),
  steps: Object.fromEntries(
    Object.entries(CONFIGS).map(([name, text]) => [
      name,
      async (peer) => {
        writeFileSync(join(peer.home, 'config.toml'), text);
        await peer.verb('config', 'reload');
        await peer.rest(500);
      },
    ]),
  ),
};

const programs = {
  name: 'program of 66,000 rows',
  async prepare(peer) {
    writeFileSync(join(peer.home, 'config.toml'), 'scrollback_lines = 100000\n');
    await peer.start();
    peer.call('new', '--', 'sh', '-c', 'seq -f "row %.0f of many, with some more text to it" 66000; cat');
    await peer.rest(2_000);
    const { name } = rowsOf(peer).find(({ kind }) => kind === 'program');
    peer.program = name;
  },
  steps: {
    capture: (peer) => peer.verb('capture', peer.program, '--lines', '1000000'),
    'capture --ansi': (peer) => peer.verb('capture', peer.program, '--ansi', '--lines', '1000000'),
    'copy mode, to the top, search': (peer) =>
      peer.keys(`${PREFIX}[`, 'g', '/', 'row 777', '\r', 'n', 'N', 'G', 'q'),
    'copy mode, all selected and copied': (peer) => peer.keys(`${PREFIX}[`, 'g', 'V', 'G', 'y'),
    'buffer pasted back': (peer) => peer.keys(`${PREFIX}]`).then(() => peer.rest(2_000)),
    resized: (peer) => peer.keys(`${PREFIX}%`, `${PREFIX}h`, `${PREFIX}z`),
    'pipe --screen': (peer) => peer.verb('pipe', peer.program, 'chat-1', '--screen'),
    search: (peer) => peer.verb('search', 'row', '777'),
    restart: undefined,
    'restored, shown': (peer) => peer.verb('switch', peer.program).then(() => peer.rest()),
    'restored, copy mode': (peer) => peer.keys(`${PREFIX}[`, 'g', '/', 'row 777', '\r', 'q'),
    'restored, captured': (peer) => peer.verb('capture', peer.program, '--lines', '1000000'),
  },
};

export const WORKLOADS = [sessions, answers, kept, turnsOfChat, drafts, files, templates, configs, programs];

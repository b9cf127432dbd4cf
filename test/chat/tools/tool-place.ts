// A folder with files, and its tools as a model would call them.

import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ModelEvent, ToolUpdate } from '../../../src/chat/model-event.js';
import { builtInTools } from '../../../src/chat/tools/built-in-tools.js';
import { SessionPermissions } from '../../../src/chat/tools/permissions.js';
import { runCall, type CallEnd } from '../../../src/chat/tools/run-call.js';
import type { ShellPorts } from '../../../src/chat/tools/shell-tool.js';
import type { Tool } from '../../../src/chat/tools/tool-set.js';
import type { UserQuestion, UserReply } from '../../../src/chat/user-question.js';
import { loadProgramPty } from '../../../src/terminal/pty/program-pty.js';
import { newDirectory } from '../../temporary-directory.js';

export interface Called extends CallEnd {
  updates: ToolUpdate[];
  asked: UserQuestion[];
}

/** The id of the option that a user chooses; 'none': nobody answers. */
export type Answer = 'allow' | 'always' | 'reject' | 'never' | 'none';

export class ToolPlace {
  /** With a folder beside it, that is outside. */
  readonly root = realpathSync(newDirectory());
  readonly directory = join(this.root, 'project');
  readonly permissions = new SessionPermissions();
  readonly tools: readonly Tool[];
  mask: (text: string) => string = (text) => text;
  onUpdate: (update: ToolUpdate) => void = () => {};

  constructor({
    path = '',
    closed = [],
    ...shell
  }: Partial<ShellPorts> & { path?: string; closed?: readonly string[] } = {}) {
    mkdirSync(this.directory);
    this.tools = builtInTools({
      area: { directory: this.directory, closed: closed.map((name) => join(this.directory, name)) },
      search: { path },
      shell: { start: (words) => this.#start(words), ...shell },
    });
  }

  /** path: from the root on. */
  write(path: string, text: string | Uint8Array): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  async call(
    name: string,
    input: unknown,
    answer: Answer | ((question: UserQuestion) => Promise<UserReply>) = 'none',
    signal = new AbortController().signal,
  ): Promise<Called> {
    const updates: ToolUpdate[] = [];
    const asked: UserQuestion[] = [];
    const running = runCall(
      'call',
      { id: 'call', name, input },
      {
        tools: this.tools,
        permissions: this.permissions,
        mask: this.mask,
        signal,
        ask: async (question) => {
          asked.push(question);
          return typeof answer === 'string' ? replyWith(answer, question) : answer(question);
        },
      },
    );
    for (;;) {
      const { done, value } = await running.next();
      if (done) return { ...value, updates, asked };
      const update = updateOf(value);
      updates.push(update);
      this.onUpdate(update);
    }
  }

  async #start(words: readonly string[]) {
    const spawn = await loadProgramPty();
    const [command = '', ...args] = words;
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'dumb' };
    return spawn({ command, args, cwd: this.directory, env, rows: 40, cols: 120 });
  }
}

export function replyWith(answer: Answer, question: UserQuestion): UserReply {
  const options = question.kind === 'permission' ? question.options : [];
  const option = options.find(({ id }) => id === answer);
  return option ? { type: 'option', option } : { type: 'cancelled' };
}

function updateOf(event: ModelEvent): ToolUpdate {
  if (event.type !== 'tool') throw new Error(`reported ${event.type}`);
  return event.update;
}

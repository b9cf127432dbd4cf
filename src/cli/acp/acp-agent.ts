// The agent's side of the Agent Client Protocol for one session of the server, by the SDK. Owns which request
// of an editor becomes which line for the server, and which line which answer. Leaves what is in the lines to
// chat/editors/.

import { Readable } from 'node:stream';

import type { AgentContext } from '@agentclientprotocol/sdk';
import { asFieldsList, asText, fieldAt, type Fields } from '../../chat/agents/wire-fields.js';
import { textUpdate } from '../../chat/editors/session-updates.js';
import type { AskedOfEditor, LineFromEditor, LineToEditor, Update } from '../../chat/editors/editor-lines.js';
import { VERSION } from '../../protocol/version.js';
import { promptText } from './prompt-text.js';

export interface EditorStreams {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  tell(line: LineFromEditor): void;
  /** The editor does not read: nothing more is wanted from the server until resume(). */
  pause(): void;
  resume(): void;
}

export interface EditorAgent {
  heard(line: LineToEditor): void;
  /** Resolves when the editor is gone. */
  readonly closed: Promise<void>;
  /** What it waits for fails. */
  end(reason: string): Promise<void>;
}

interface Waiting {
  resolve(line: LineToEditor): void;
  reject(error: Error): void;
}

type Sdk = typeof import('@agentclientprotocol/sdk');

export async function serveEditor(
  ready: Extract<LineToEditor, { type: 'ready' }>,
  streams: EditorStreams,
): Promise<EditorAgent> {
  return new ServedEditor(await import('@agentclientprotocol/sdk'), ready, streams);
}

class ServedEditor implements EditorAgent {
  readonly closed: Promise<void>;
  readonly #client: AgentContext;
  readonly #close: () => void;
  #calls = 0;
  /** By the call. */
  readonly #waiting = new Map<number, Waiting>();
  #loading: Waiting | undefined;
  /** Asked of the editor, by the question's id. */
  readonly #asking = new Map<string, AbortController>();
  #canFillIn = { form: false, url: false };
  #takesNotices = false;
  #begun: Fields;

  readonly #sdk: Sdk;
  readonly #id: string;
  readonly #streams: EditorStreams;

  constructor(sdk: Sdk, { id, begun }: Extract<LineToEditor, { type: 'ready' }>, streams: EditorStreams) {
    this.#sdk = sdk;
    this.#id = id;
    this.#begun = begun;
    this.#streams = streams;
    const connection = this.#app().connect(
      sdk.ndJsonStream(
        writableOf(streams),
        Readable.toWeb(streams.input as Readable) as ReadableStream<Uint8Array>,
      ),
    );
    this.#client = connection.client;
    this.#close = () => connection.close();
    this.closed = connection.closed;
  }

  heard(line: LineToEditor): void {
    switch (line.type) {
      case 'update':
        return this.#update(line.update);
      case 'notice':
        return this.#notice(line.text);
      case 'loaded':
        this.#begun = line.begun;
        this.#loading?.resolve(line);
        this.#loading = undefined;
        return;
      case 'ended':
      case 'done':
        this.#take(line.call)?.resolve(line);
        return;
      case 'failed':
        this.#take(line.call)?.reject(this.#failure(line.message));
        return;
      case 'asked':
        void this.#ask(line.question);
        return;
      case 'answered':
        this.#asking.get(line.id)?.abort();
        this.#asking.delete(line.id);
        return;
      case 'ready':
      case 'closed':
    }
  }

  async end(reason: string): Promise<void> {
    for (const { reject } of [...this.#waiting.values(), ...(this.#loading ? [this.#loading] : [])])
      reject(this.#failure(reason));
    this.#waiting.clear();
    // The answers are on their way to the stream.
    await new Promise((resolve) => setImmediate(resolve));
    this.#close();
  }

  #app(): ReturnType<Sdk['agent']> {
    const { tell } = this.#streams;
    return this.#sdk
      .agent({ name: 'qmux' })
      .onRequest('initialize', ({ params }) => {
        const offered = params.clientCapabilities?.elicitation;
        this.#takesNotices = Boolean(params.clientCapabilities?.session?.notices);
        this.#canFillIn = { form: Boolean(offered?.form), url: Boolean(offered?.url) };
        return {
          protocolVersion: this.#sdk.PROTOCOL_VERSION,
          agentInfo: { name: 'qmux', title: 'qmux', version: VERSION },
          agentCapabilities: {
            loadSession: true,
            promptCapabilities: { image: false, audio: false, embeddedContext: true },
          },
          authMethods: [],
        };
      })
      .onRequest('session/new', () => {
        // What comes then is about a session that the editor knows by now.
        setImmediate(() => tell({ type: 'begin' }));
        return { sessionId: this.#id, ...this.#begun };
      })
      .onRequest('session/load', async ({ params }) => {
        this.#check(params.sessionId);
        await new Promise<LineToEditor>((resolve, reject) => {
          this.#loading?.reject(this.#failure('it is loaded again'));
          this.#loading = { resolve, reject };
          tell({ type: 'load' });
        });
        return this.#begun;
      })
      .onRequest('session/prompt', async ({ params }) => {
        this.#check(params.sessionId);
        const ended = await this.#call((call) => ({ type: 'send', call, text: promptText(params.prompt) }));
        return { stopReason: (ended.type === 'ended' ? ended.stop : 'end_turn') as 'end_turn' };
      })
      .onRequest('session/set_mode', async ({ params }) => {
        this.#check(params.sessionId);
        const option = asFieldsList(this.#begun['configOptions']).find(({ category }) => category === 'mode');
        await this.#set(asText(option?.['id']) ?? 'mode', params.modeId);
        return {};
      })
      .onRequest('session/set_config_option', async ({ params }) => {
        this.#check(params.sessionId);
        await this.#set(params.configId, String(params.value));
        return { configOptions: (this.#begun['configOptions'] ?? []) as [] };
      })
      .onNotification('session/cancel', ({ params }) => {
        if (params.sessionId === this.#id) tell({ type: 'cancel' });
      });
  }

  async #set(option: string, value: string): Promise<void> {
    const done = await this.#call((call) => ({ type: 'set', call, option, value }));
    if (done.type === 'done') this.#begun = done.begun;
  }

  #call(line: (call: number) => LineFromEditor): Promise<LineToEditor> {
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#streams.tell(line(call));
    });
  }

  #take(call: number): Waiting | undefined {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    return waiting;
  }

  #update(update: Update): void {
    const options = update['configOptions'];
    if (update.sessionUpdate === 'config_option_update')
      this.#begun = { ...this.#begun, configOptions: options };
    // A connection that is lost is noticed elsewhere.
    this.#client.notify('session/update', { sessionId: this.#id, update }).catch(() => {});
  }

  /** An agent message, as the protocol advises, where the editor takes no notices. */
  #notice(text: string): void {
    this.#update(
      this.#takesNotices
        ? { sessionUpdate: 'notice', severity: 'info', title: text }
        : textUpdate(`\n\n(${text})\n\n`),
    );
  }

  /** The reply counts only if nobody has replied in qmux meanwhile: the server ignores a late one. */
  async #ask({ id, text, permission, form, url }: AskedOfEditor): Promise<void> {
    const elicitation = (this.#canFillIn.form ? form : undefined) ?? (this.#canFillIn.url ? url : undefined);
    const [method, params] = permission
      ? ['session/request_permission', permission]
      : ['elicitation/create', elicitation];
    if (!params)
      return this.#update(textUpdate(`\n\n(asked in qmux, and to be answered there: ${text})\n\n`));
    this.#asking.get(id)?.abort();
    const withdrawn = new AbortController();
    this.#asking.set(id, withdrawn);
    const response = await this.#client
      .request<Fields>(
        method,
        { sessionId: this.#id, ...params },
        { cancellationSignal: withdrawn.signal, stopWaitingOnCancel: true },
      )
      // An error is no reply either.
      .catch(() => undefined);
    if (withdrawn.signal.aborted) return;
    this.#asking.delete(id);
    if (response && fieldAt(response, 'outcome', 'outcome') !== 'cancelled')
      this.#streams.tell({ type: 'reply', id, response });
  }

  #check(sessionId: string): void {
    if (sessionId !== this.#id)
      throw new this.#sdk.RequestError(-32002, `this is session ${this.#id} of qmux`, { sessionId });
  }

  #failure(message: string): Error {
    return new this.#sdk.RequestError(-32603, message);
  }
}

/** What an editor has not read yet stays in the pipe to it: the server is not read meanwhile. */
function writableOf({ output, pause, resume }: EditorStreams): WritableStream<Uint8Array> {
  let isFull = false;
  output.on('drain', () => {
    isFull = false;
    resume();
  });
  output.on('error', () => {});
  return new WritableStream({
    write(bytes) {
      if (output.write(bytes) || isFull) return;
      isFull = true;
      pause();
    },
  });
}

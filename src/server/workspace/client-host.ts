// What one attached client wants of the server: commands run, texts kept, the end. Owns what a read-only
// client may change of all that, which is nothing.

import type { Config } from '../../config/options.js';
import type { Disk } from '../../files/disk.js';
import type { IndexStore } from '../../store/index-store.js';
import type { OtherPlace } from '../../protocol/messages.js';
import type { AttachedSocket, Hello } from '../connection.js';
import type { ClientHost, ClientSettings } from '../view/client-ports.js';
import { ClientView } from '../view/client-view.js';
import { keepCopied } from '../view/copied.js';
import type { CommandRunner } from './command-runner.js';
import type { WorkspaceServer } from './workspace-server.js';

export interface ClientHostOptions {
  readonly hello: Hello;
  readonly socket: AttachedSocket;
  readonly workspace: WorkspaceServer;
  readonly runner: CommandRunner;
  readonly store: IndexStore;
  readonly config: Pick<Config, 'clipboard'>;
  /** Stands in for a clipboard that a terminal does not have. */
  readonly clipboardFile: string;
  readonly disk: Disk;
  readonly serverName: string;
}

export class AttachedClient implements ClientHost {
  readonly view: ClientView;
  readonly #options: ClientHostOptions;

  constructor(options: ClientHostOptions, settings: ClientSettings) {
    this.#options = options;
    this.view = new ClientView(settings, this, options.socket);
  }

  run(command: string | readonly string[], way: 'key' | 'prompt'): void {
    void this.#options.runner.runForClient(this.view, command, way);
  }

  attempt(words: readonly string[]): Promise<boolean> {
    return this.#options.runner.runForClient(this.view, words, 'key');
  }

  copied(text: string, buffer: string | undefined): Promise<string> {
    const { hello, socket, workspace, config, clipboardFile: file } = this.#options;
    return keepCopied(text, {
      buffers: this.#readOnly ? undefined : workspace.buffers,
      buffer,
      clipboard: {
        isOn: config.clipboard === 'on',
        env: hello.env,
        file,
        send: (bytes) => socket.send(bytes),
      },
    });
  }

  prefixArrived(): void {
    if (this.#readOnly) return;
    this.#options.store.index.prefixSeen = true;
    this.#options.workspace.save('soon');
  }

  coloursTold(): void {
    if (!this.#readOnly) this.#options.workspace.useColours(this.view.colours);
  }

  used(): void {
    if (!this.#readOnly) this.#options.workspace.useAgent(this.#options.hello.env);
  }

  detach(): void {
    const { socket, serverName } = this.#options;
    socket.bye('detached', `[detached from ${serverName}]`);
  }

  leaveFor(place: OtherPlace): void {
    this.#options.socket.bye('detached', `[going to ${place.host}; everything here goes on]`, place);
  }

  warning(): string | undefined {
    return this.#options.disk.unsaved.warning;
  }

  get #readOnly(): boolean {
    return this.#options.hello.readOnly ?? false;
  }
}

// The user's editor on a chat's draft, as a program in the chat's pane. Owns its environment and directory.
// Leaves the file to chat/prompt/edit-in-file.ts and the pane to the session.

import { editInFile } from '../../chat/prompt/edit-in-file.js';
import type { DraftEditors } from '../../session/chat/chat-ports.js';
import { commandName } from '../../session/program/program-words.js';
import type { ProgramStarter } from './program-starter.js';
import { existingOrHome } from './session-directory.js';

export interface WorkspaceEditorsOptions {
  programs: Pick<ProgramStarter, 'prepareSpawn' | 'start'>;
  /** Of the client attached last. */
  env(): Readonly<Record<string, string>>;
  log(message: string): void;
}

export class WorkspaceEditors implements DraftEditors {
  readonly #options: WorkspaceEditorsOptions;

  constructor(options: WorkspaceEditorsOptions) {
    this.#options = options;
  }

  edit: DraftEditors['edit'] = async ({ id, cwd }, text, show) => {
    const { programs, env, log } = this.#options;
    await programs.prepareSpawn();
    const used = env();
    return editInFile(text, {
      env: used,
      run: (command) =>
        show((size) =>
          programs.start(
            { id, command, cwd: existingOrHome(cwd, log), name: commandName(command) },
            size,
            used,
          ),
        ),
    });
  };
}

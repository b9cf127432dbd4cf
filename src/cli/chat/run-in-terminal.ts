// A program on this process's own terminal, until it ends. Owns that Ctrl-C, meant for it, does not end this
// process. Leaves the terminal's modes to plain-terminal.ts.

import { spawn } from 'node:child_process';

import type { EditorEnd } from '../../chat/prompt/edit-in-file.js';

/** Rejects if it cannot be started. */
export function runInTerminal(command: readonly string[], cwd: string): Promise<EditorEnd> {
  const [program = '', ...args] = command;
  const back = holdInterrupts();
  return new Promise<EditorEnd>((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
  }).finally(back);
}

/** As system(3) does: Ctrl-C of the shared terminal is the other program's. Returns its undo. */
function holdInterrupts(): () => void {
  const held = process.listeners('SIGINT');
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  for (const listener of held) process.off('SIGINT', listener);
  return () => {
    for (const listener of held) process.on('SIGINT', listener);
    process.off('SIGINT', ignore);
  };
}

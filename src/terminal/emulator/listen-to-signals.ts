// Receives what a program tells its terminal about itself: state, progress, bells and notifications. All of
// it is consumed. Owns which sequences that are, and the replies to "do you support this?". Leaves their
// grammar to program-signal.ts.
// Sources: see program-signal.ts; RIS: ECMA-48. xterm reports BEL only as a bell, never as the end of a
// string.

import type { Terminal } from '../xterm/internals.js';

import type { ProgramSignal } from './program-signal.js';
import { KittyNotification, parseOsc777, parseOsc9, parseReport } from './program-signal.js';

export function listenToSignals(
  terminal: Terminal,
  ports: { reply(text: string): void; tell(signal: ProgramSignal): void },
): void {
  const { parser } = terminal;
  const notification = new KittyNotification();
  const hear = (signal: ProgramSignal | undefined): true => {
    if (signal) ports.tell(signal);
    return true;
  };
  terminal.onBell(() => ports.tell({ type: 'bell', text: '' }));
  parser.registerOscHandler(9, (data) => hear(parseOsc9(data)));
  parser.registerOscHandler(777, (data) => hear(parseOsc777(data)));
  parser.registerOscHandler(99, (data) => {
    const heard = notification.push(data);
    if (heard?.type !== 'question') return hear(heard);
    ports.reply(`\x1b]99;i=${heard.id || '0'}:p=?;p=title,body\x1b\\`);
    return true;
  });
  parser.registerOscHandler(7501, (data) => {
    if (data.trim() !== '?') return hear(parseReport(data));
    // The same bytes say that it is supported; nothing of a report ever goes back to the program.
    ports.reply('\x1b]7501;?\x1b\\');
    return true;
  });
  parser.registerOscHandler(133, (data) => hear(data.startsWith('A') ? { type: 'prompt' } : undefined));
  parser.registerEscHandler({ final: 'c' }, () => {
    ports.tell({ type: 'prompt' });
    return false;
  });
}

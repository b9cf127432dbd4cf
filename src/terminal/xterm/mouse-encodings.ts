// The two encodings of mouse reports that @xterm/headless no longer has: UTF-8 positions (1005) and urxvt's
// decimal ones (1015). Owns setting them and what DECRQM says about them. Leaves the reports to
// keymap/encode-mouse.ts.
// Source: xterm's ctlseqs, "Mouse Tracking", "Extended coordinates".

import type { Core, Terminal } from './internals.js';

const ENCODINGS: ReadonlyMap<unknown, string> = new Map([
  [1005, 'UTF8'],
  [1015, 'URXVT'],
]);
/** Those of xterm.js: SGR and SGR in pixels. */
const OTHERS: ReadonlySet<number> = new Set([1006, 1016]);
const SET = 1;
const RESET = 2;

interface MouseService {
  activeEncoding: string;
  addEncoding(name: string, encode: () => string): void;
}

/**
 * The encodings exclude each other: the last one set applies, and resetting any of them restores the default.
 */
export function addMouseEncodings(terminal: Terminal, core: Core, reply: (text: string) => void): void {
  const service = core.coreMouseService as unknown as MouseService;
  // Never asked for a report: ours are made elsewhere.
  for (const name of ENCODINGS.values()) service.addEncoding(name, () => '');
  for (const final of ['h', 'l'] as const)
    core.registerCsiHandler({ prefix: '?', final }, ({ params, length }) => {
      for (let at = 0; at < length; at++) {
        const name = ENCODINGS.get(params[at]);
        if (name === undefined) continue;
        service.activeEncoding = final === 'h' ? name : 'DEFAULT';
        // xterm.js runs after this: what it would set earlier in the sequence is no longer wanted.
        for (let before = 0; before < at; before++)
          if (OTHERS.has(params[before] as number)) params[before] = 0;
      }
      return false;
    });
  terminal.parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, (params) => {
    const name = ENCODINGS.get(params[0]);
    if (name === undefined) return false;
    reply(`\x1b[?${String(params[0])};${service.activeEncoding === name ? SET : RESET}$y`);
    return true;
  });
}

// The modes that a program has set on a terminal, read from the sequences themselves: the emulator keeps some
// of them only internally, and supports neither keyboard flags nor titles. Every handler lets the emulator
// continue.

import type { Terminal } from '@xterm/headless';

export interface TerminalModes {
  /** DEC private modes that are on, ascending. A fresh terminal has 7 (wrapping) and 25 (cursor shown). */
  private: number[];
  /** Pushes of kitty's keyboard flags not popped yet, on both screens together. */
  keyboardFlags: number;
  /** xterm's modifyOtherKeys; 0 is off. */
  modifyOtherKeys: number;
  /** Parameter of DECSCUSR; 0 is the user's own shape. */
  cursorShape: number;
  /** As set by OSC 12; '' is the user's own. */
  cursorColour: string;
  /** As set by OSC 22; '' is the user's own. */
  pointerShape: string;
  applicationKeypad: boolean;
  /** Titles pushed and not popped yet. */
  titles: number;
  /** The G0 character set is a graphic one, or G1 is shifted in. */
  graphicCharset: boolean;
}

export function trackModes(terminal: Terminal): () => TerminalModes {
  const { parser } = terminal;
  const on = new Set([7, 25]);
  const modes: Omit<TerminalModes, 'private'> = {
    keyboardFlags: 0,
    modifyOtherKeys: 0,
    cursorShape: 0,
    cursorColour: '',
    pointerShape: '',
    applicationKeypad: false,
    titles: 0,
    graphicCharset: false,
  };
  const first = (params: (number | number[])[], otherwise: number): number => Number(params[0] ?? otherwise);
  const watch = (
    id: { prefix?: string; intermediates?: string; final: string },
    act: (params: (number | number[])[]) => void,
  ): void => {
    parser.registerCsiHandler(id, (params) => {
      act(params);
      return false;
    });
  };
  watch({ prefix: '?', final: 'h' }, (params) => params.flat().forEach((mode) => on.add(mode)));
  watch({ prefix: '?', final: 'l' }, (params) => params.flat().forEach((mode) => on.delete(mode)));
  watch({ prefix: '>', final: 'u' }, () => modes.keyboardFlags++);
  watch({ prefix: '<', final: 'u' }, (params) => {
    modes.keyboardFlags = Math.max(0, modes.keyboardFlags - (first(params, 1) || 1));
  });
  watch({ prefix: '>', final: 'm' }, (params) => {
    if (first(params, 0) === 4) modes.modifyOtherKeys = Number(params[1] ?? 0);
  });
  watch({ intermediates: ' ', final: 'q' }, (params) => {
    modes.cursorShape = first(params, 0);
  });
  watch({ final: 't' }, (params) => {
    if (first(params, 0) === 22) modes.titles++;
    if (first(params, 0) === 23) modes.titles = Math.max(0, modes.titles - 1);
  });
  const watchString = (code: number, act: (data: string) => void): void => {
    parser.registerOscHandler(code, (data) => {
      act(data);
      return false;
    });
  };
  watchString(12, (data) => (modes.cursorColour = data));
  watchString(112, () => (modes.cursorColour = ''));
  watchString(22, (data) => (modes.pointerShape = data));
  const watchEscape = (id: { intermediates?: string; final: string }, act: () => void): void => {
    parser.registerEscHandler(id, () => {
      act();
      return false;
    });
  };
  watchEscape({ final: '=' }, () => (modes.applicationKeypad = true));
  watchEscape({ final: '>' }, () => (modes.applicationKeypad = false));
  watchEscape({ intermediates: '(', final: '0' }, () => (modes.graphicCharset = true));
  watchEscape({ intermediates: '(', final: 'B' }, () => (modes.graphicCharset = false));
  return () => ({ ...modes, private: [...on].sort((a, b) => a - b) });
}

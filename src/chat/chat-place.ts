// Where a chat runs and what that changes for its user (pure): a pane of the workspace, or the plain terminal
// of a shell. Owns the words for both. Leaves what the keys do to chat-loop.ts.

import type { TerminalAbilities } from '../text/terminal-family.js';

/** A line of an empty chat: a text, or what a key or a command does. */
export interface WelcomeLine {
  key?: string;
  text: string;
}

/** Which keys edit the prompt. */
export type PromptKeys = 'readline' | 'vi';

export interface ChatPlace {
  /**
   * The terminal belongs to the chat alone and may be cleared with its scrollback; false: the lines above are
   * the shell's.
   */
  ownsTerminal: boolean;
  /** Asks the terminal to distinguish keys that share a byte (Enter, Shift-Enter), and the way back. */
  keyboard: { on: string; off: string };
  /** Lines of an empty chat. model: who would answer; undefined: not known yet. */
  welcome(model: string | undefined): readonly WelcomeLine[];
  readonly promptKeys: PromptKeys;
  /** Hint for keys that leave a program in other places. */
  readonly howToLeave: string;
  /** What Ctrl-D does at an empty prompt, if it does more than show a hint. */
  end?: () => void;
}

/** xterm's modifyOtherKeys, level 1: what a pane of the workspace supports, and most terminals. */
const MODIFY_OTHER_KEYS = { on: '\x1b[>4;1m', off: '\x1b[>4m' };
/** The first of kitty's keyboard flags, on its stack, for terminals that support nothing else. */
const KITTY_FLAGS = { on: '\x1b[>1u', off: '\x1b[<u' };
const NO_KEYBOARD = { on: '', off: '' };

const HOW_TO_ASK: WelcomeLine = { text: 'Ask something and press Enter; Alt-Enter begins a new line.' };
/** What the name of the guide as a model means, and what to do about it. */
const HOW_TO_GET_A_MODEL: readonly WelcomeLine[] = [
  { text: 'No model was found: the guide answers, and only searches the manual.' },
  { text: 'To get one, set OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY, or start Ollama.' },
  { text: '' },
  { text: 'Ask the guide: how do I split a pane?  how do I get a model?  what survives a crash?' },
];

const opening = (model: string | undefined): readonly WelcomeLine[] =>
  model === 'guide' ? HOW_TO_GET_A_MODEL : [HOW_TO_ASK];

/** keyOf: the key that is bound to a command when it is asked for. */
export function paneChat(
  keyOf: (command: string) => string | undefined,
  promptKeys: () => PromptKeys = () => 'readline',
): ChatPlace {
  const keys = (): readonly [string | undefined, string][] => [
    [keyOf('split right'), 'a chat beside this one'],
    [keyOf('program'), 'a shell or another program'],
    [keyOf('picker'), 'all sessions'],
    [keyOf('keys'), 'all keys'],
    [keyOf('detach'), 'detaches; everything goes on'],
    ['/new', 'a chat; --model M names its model'],
  ];
  return {
    ownsTerminal: true,
    keyboard: MODIFY_OTHER_KEYS,
    get promptKeys() {
      return promptKeys();
    },
    welcome: (model) => [
      ...opening(model),
      { text: '' },
      ...keys().flatMap(([key, text]) => (key === undefined ? [] : [{ key, text }])),
    ],
    get howToLeave() {
      return `/close closes this chat, ${keyOf('detach') ?? '/detach'} detaches`;
    },
  };
}

/** What a terminal of this family may be asked. */
function keyboardOf({
  keyboard,
  family,
}: Pick<TerminalAbilities, 'keyboard' | 'family'>): ChatPlace['keyboard'] {
  if (!keyboard) return NO_KEYBOARD;
  const hasFlags = !['xterm', 'tmux', 'screen'].includes(family);
  const asked = hasFlags ? [MODIFY_OTHER_KEYS, KITTY_FLAGS] : [MODIFY_OTHER_KEYS];
  return { on: asked.map(({ on }) => on).join(''), off: asked.map(({ off }) => off).join('') };
}

/** A terminal that is drawn on, and the keys of its prompt. */
export interface DrawnTerminal extends Pick<TerminalAbilities, 'keyboard' | 'family'> {
  promptKeys: PromptKeys;
}

/**
 * model: as the user should know it before the first answer names it. terminal: undefined where nothing is
 * drawn.
 */
export const plainTerminal = (model: string, end: () => void, terminal?: DrawnTerminal): ChatPlace => ({
  ownsTerminal: false,
  keyboard: terminal ? keyboardOf(terminal) : NO_KEYBOARD,
  promptKeys: terminal?.promptKeys ?? 'readline',
  welcome: (chosen) => [
    { text: `qmux chat with ${model}` },
    ...opening(chosen),
    { text: '/help lists the commands, Ctrl-D ends.' },
  ],
  howToLeave: 'Ctrl-D or /quit ends',
  end,
});

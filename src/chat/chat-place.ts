// Where a chat runs and what that changes for its user (pure): a pane of the workspace, or the plain terminal of a shell.
// Owns the words for both. Leaves what the keys do to chat-loop.ts.

export interface ChatPlace {
  /** The terminal is the chat's alone and may be cleared with its scrollback; false: what stands above is the shell's. */
  ownsTerminal: boolean;
  /** Lines of an empty chat. */
  welcome: readonly string[];
  /** Hint for keys that leave a program elsewhere. */
  howToLeave: string;
  /** What Ctrl-D does at an empty prompt, where it does not only hint. */
  end?: () => void;
}

const HOW_TO_ASK = 'Ask something and press Enter; Alt-Enter begins a new line.';

/** keyOf: the key of a command as it is bound. */
export function paneChat(keyOf: (command: string) => string | undefined): ChatPlace {
  const [keys, detach] = [keyOf('keys'), keyOf('detach')];
  return {
    ownsTerminal: true,
    welcome: [HOW_TO_ASK, `/help lists the commands, ${keys ?? '/keys'} the keys.`],
    howToLeave: `/close closes this chat, ${detach ?? '/detach'} detaches`,
  };
}

/** model: as the user should know it, before the first answer names it. */
export const plainTerminal = (model: string, end: () => void): ChatPlace => ({
  ownsTerminal: false,
  welcome: [`qmux chat with ${model}`, HOW_TO_ASK, '/help lists the commands, Ctrl-D ends.'],
  howToLeave: 'Ctrl-D or /quit ends',
  end,
});

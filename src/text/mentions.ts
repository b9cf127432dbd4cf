// Commands and keys that a text names (pure): the author of the text names the command, and where it is shown
// it is spelled as the reader would type it: `qmux ls` in a shell, `/sessions` in a chat, the key that is
// currently bound. Leaves what is bound to keymap/. Invariant: a text without mentions stays as it is; a
// spelled text has none.

/** Private-use characters: they do not occur by accident in a user's or a program's text. */
const COMMAND = '\uf8f0';
const KEY = '\uf8f1';
const END = '\uf8f2';
const MENTION = new RegExp(`([${COMMAND}${KEY}])([^${END}]*)${END}`, 'g');

/** How one entrance spells what a text names. */
export interface Wording {
  /** line: a command with its arguments. */
  command(line: string): string;
  /** The key that runs the line, with its prefix; undefined: no key does. */
  key(line: string): string | undefined;
}

/** Represents a command in a text: `${commandWord('sessions')} lists them`. */
export const commandWord = (line: string): string => `${COMMAND}${line}${END}`;

/** Represents the key that runs a command; if none is bound, the command. */
export const keyWord = (line: string): string => `${KEY}${line}${END}`;

export const spellMentions = (text: string, wording: Wording): string =>
  // Most texts have none, and an output of megabytes is passed through here too.
  text.includes(END)
    ? text.replace(MENTION, (_mention, kind: string, line: string) =>
        kind === KEY ? (wording.key(line) ?? wording.command(line)) : wording.command(line),
      )
    : text;

/** Whether the text names a key, so that the bindings must be known to spell it. */
export const mentionsKey = (text: string): boolean => text.includes(KEY);

const noKey = (): undefined => undefined;

/** As in a chat: the default. */
export const CHAT_WORDING: Wording = { command: (line) => `/${line}`, key: noKey };

type KeyOf = Wording['key'];

export const chatWording = (key: KeyOf): Wording => ({ ...CHAT_WORDING, key });

/** On the message line, at the command prompt. */
export const promptWording = (key: KeyOf): Wording => ({ command: (line) => `:${line}`, key });

/** In a shell, where the list of sessions has its short name. */
export const shellWording = (key: KeyOf): Wording => ({
  command: (line) => `qmux ${line.replace(/^sessions\b/, 'ls')}`,
  key,
});

// What one client's view is given: its terminal, the server behind it, and how it is set. Owns only shapes.

import type { StatusLayout } from '../../config/status-template.js';
import type { ColourDepth } from '../../look/colours.js';
import type { ThemeOptions } from '../../look/theme-choice.js';
import type { TerminalFeatures } from '../../frame/terminal-features.js';
import type { KeyTable } from '../../keymap/key-table.js';
import type { OtherPlace, TerminalTraits } from '../../protocol/messages.js';
import type { Coordinator } from '../../session/coordinator.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import type { Wording } from '../../text/mentions.js';
import type { CopyKeys } from './client-copy.js';

/** The way to the client's terminal. */
export interface ClientTerminal {
  send(bytes: string): void;
  /** Unsent bytes wait in the socket. */
  isBlocked(): boolean;
}

/** What a client wants of the server. */
export interface ClientHost {
  /** Runs a line typed by a key, or the words of a dialog. */
  run(command: string | readonly string[], way: 'key' | 'prompt'): void;
  /** The same; resolves with whether it was done: why not is said. */
  attempt(words: readonly string[]): Promise<boolean>;
  /** Text was copied, for a buffer of this name or a new one. Resolves with a line about it. */
  copied(text: string, buffer: string | undefined): Promise<string>;
  /** For the first time. */
  prefixArrived(): void;
  /** The terminal told its colours, or they count again. */
  coloursTold(): void;
  /** It is the client used last now. */
  used(): void;
  detach(): void;
  leaveFor(place: OtherPlace): void;
  /** What stands in the tab bar until it is over; undefined: nothing. */
  warning(): string | undefined;
}

/** What the client's status line shows besides the workspace itself. */
export interface StatusSource {
  readonly layout: StatusLayout;
  /** A template names a value of the directory. */
  readonly followsDirectory: boolean;
  /** The focused session is in this directory. Returns whether a value of it is another. */
  follow(directory: string | undefined): boolean;
  /** Of a value that is not the workspace's; empty if there is nothing to show. */
  text(value: string): string;
}

/** What of it is of the config is read at use: a reload replaces it. */
export interface ClientSettings {
  readonly coordinator: Coordinator;
  readonly viewer: Viewer;
  readonly traits: TerminalTraits;
  /** What is sent at most; fewer than traits has where its terminal's family has fewer. */
  readonly colours: ColourDepth;
  /** The user's; which colours follow from it depends on the terminal. */
  readonly theme: ThemeOptions;
  readonly features: TerminalFeatures;
  readonly keyTable: KeyTable;
  /** After the prefix; 0: never. */
  readonly keyHintsMs: number;
  readonly wording: Wording;
  readonly escapeTimeMs: number;
  /** Of the client: what it runs again runs in it. */
  readonly env: Readonly<Record<string, string>>;
  readonly copyKeys: CopyKeys;
  readonly tabBar: 'bottom' | 'top';
  readonly status: StatusSource;
  readonly readOnly: boolean;
  readonly mouse: boolean;
  /** undefined: the prefix was used before this client came, the hint line is not shown. */
  readonly hint: string | undefined;
}

// What a template says, as data (pure): the session or sessions that it opens, and what is asked for first.
// Owns the shapes, and which sessions there are. Leaves reading to read-template.ts, filling to
// fill-template.ts.

import { sessionsOf, type Project, type ProjectSession } from '../project/project.js';

/** What is asked for, to fill a placeholder. */
export interface TemplateAsk {
  readonly name: string;
  /** '': its name says enough. */
  readonly title: string;
  /** What it is unless something else is given; undefined: it must be given. */
  readonly preset: string | undefined;
  /** It is one of these; empty: any text. */
  readonly choices: readonly string[];
}

export interface TemplateSession extends ProjectSession {
  /** The first question, with placeholders. */
  readonly prompt?: string;
  /** To the model, after that of the type. */
  readonly instruction?: string;
  /** Paths and patterns of files that go along with each question. */
  readonly files?: readonly string[];
  readonly tools?: boolean;
}

/** Without a name it gets one as any new session does. */
export type OnlySession = Omit<TemplateSession, 'name'> & { readonly name?: string };

export type Opens = { type: 'one'; session: OnlySession } | { type: 'several'; project: Project };

export interface Template {
  readonly name: string;
  readonly description?: string;
  /** Where relative directories begin; absent: where the caller is. */
  readonly cwd?: string;
  /** Else the first question stands in the prompt. */
  readonly send: boolean;
  readonly asks: readonly TemplateAsk[];
  readonly opens: Opens;
}

export const sessionsOfTemplate = ({ opens }: Pick<Template, 'opens'>): readonly OnlySession[] =>
  opens.type === 'one' ? [opens.session] : sessionsOf(opens.project);

/** More than anybody writes by hand: some 300 sessions. */
export const MAX_TEMPLATE_BYTES = 16 * 1024;

/** More is kept in a file, and named in files: the index of sessions holds it. */
export const MOST_INSTRUCTION = 4000;

/** As a prompt it would be a command of the chat, or one for a shell. */
export const isCommandText = (text: string): boolean =>
  text.startsWith('!') || /^\/[^\s/]*(?:[^\S\n][^\n]*)?$/.test(text.trimEnd());

/** After what cannot name one. */
export const TEMPLATE_NAME_RULE = 'use one word of letters, digits, - _ . with at least one letter';

/** A file of it can be made on every disk, and no line mistakes it for a value. */
export const isTemplateName = (name: string): boolean =>
  /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}\-_.]{0,63}$/u.test(name) && !/^\p{N}+$/u.test(name);

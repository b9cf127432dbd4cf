// What a tool, a provider or an agent asks the user during a turn, and what the user replies. Owns the
// shapes. Leaves asking and keys to the component that shows it.

import type { ToolCall } from './model-event.js';

export interface QuestionOption {
  id: string;
  /** The words of whoever asks. */
  name: string;
  /** choice: neither allows nor rejects. */
  kind: 'allow_once' | 'allow_always' | 'reject_once' | 'reject_always' | 'choice';
}

export interface FieldValue {
  value: string;
  name: string;
  description?: string;
}

/** A value of a form that the user fills in. */
export interface FormField {
  name: string;
  title: string;
  description?: string;
  /** choices: any number of the values. flag: yes or no. */
  type: 'text' | 'number' | 'integer' | 'choice' | 'choices' | 'flag';
  /** Of choice and choices. */
  values: readonly FieldValue[];
  required: boolean;
  preset?: FormValue;
}

/** field: its name. fault: lower case, without it. */
export interface FieldFault {
  field: string;
  fault: string;
}

export type FormValue = string | number | boolean | readonly string[];
export type FormValues = Readonly<Record<string, FormValue>>;

/** text: what is asked, in the words of whoever asks; may have several lines. */
export type UserQuestion =
  /** Whether a tool may run. call: what it would do, which is shown rather than its title. */
  | { kind: 'permission'; text: string; options: readonly QuestionOption[]; call?: ToolCall }
  | { kind: 'choice'; text: string; options: readonly QuestionOption[] }
  /**
   * url: opened by the user, never by itself. findFault: what the schema of whoever asks says of the values,
   * in place of `required`; absent: nothing more than the fields do.
   */
  | {
      kind: 'form';
      text: string;
      fields: readonly FormField[];
      url?: string;
      findFault?(values: FormValues): FieldFault | undefined;
    }
  /** The user's own words. */
  | { kind: 'text'; text: string };

export type UserReply =
  /** reason: why not, in the user's words. unasked: nobody was there to ask. */
  | { type: 'option'; option: QuestionOption; reason?: string; unasked?: true }
  | { type: 'form'; values: FormValues }
  /** The user does not want to fill in the form; the turn goes on. */
  | { type: 'declined' }
  | { type: 'text'; text: string }
  /** Nobody replied: the turn ended, whoever asked took the question back, or there is nobody to ask. */
  | { type: 'cancelled' };

/** Who replied: keys in the session's pane, the inbox or a picker, the verb `reply`, or an editor. */
export type ReplySource = 'keys' | 'inbox' | 'reply' | 'editor';

/** Options of a question that whoever asks gives none of its own. */
export const YES_OR_NO: readonly QuestionOption[] = [
  { id: 'yes', name: 'yes', kind: 'allow_once' },
  { id: 'no', name: 'no', kind: 'reject_once' },
];

/** What came of a question, as it is kept. None of option, values and text: it was not answered. */
export interface Answer {
  /** The id of the one chosen. */
  option?: string;
  reason?: string;
  values?: FormValues;
  text?: string;
  by?: ReplySource;
  /** ms since 1970. */
  at: number;
}

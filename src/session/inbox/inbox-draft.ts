// What is typed below a question of the inbox: the reason for a no, the reply to a question for words, or a
// prompt that Enter queues, as in the pane. Owns one line of text. Leaves editing to dialogs/text-field.ts,
// and when it is a reply to chat/questions/.

import type { DraftBelow } from '../../chat/questions/answering.js';
import { createTextField, insertText, pressInField, type TextField } from '../../dialogs/text-field.js';
import { InputDecoder } from '../../keymap/input-decoder.js';

const ENTER = '\r';

export class InboxDraft implements DraftBelow {
  readonly hasMenu = false;
  hint: string | undefined;
  #field = createTextField('');
  /** It is typed into although it is empty. */
  #isBegun = false;

  readonly #queue: (text: string) => boolean;

  /** queue: false if the text could not be queued, and is kept. */
  constructor(queue: (text: string) => boolean) {
    this.#queue = queue;
  }

  get text(): string {
    return this.#field.text;
  }

  get field(): TextField {
    return this.#field;
  }

  get isBegun(): boolean {
    return this.#isBegun || this.text !== '';
  }

  press(data: string): void {
    if (data === ENTER) {
      if (this.text.trim() !== '' && this.#queue(this.text)) this.empty();
      return;
    }
    const decoder = new InputDecoder();
    const events = [...decoder.push(new TextEncoder().encode(data)), ...decoder.flush()];
    for (const event of events)
      if (event.type === 'key') this.#field = pressInField(this.#field, event.key) ?? this.#field;
  }

  paste(text: string): void {
    this.#field = insertText(this.#field, text);
  }

  begin({ text }: { text: string }): void {
    this.#field = createTextField(text);
    this.#isBegun = true;
  }

  empty(): void {
    this.#field = createTextField('');
    this.#isBegun = false;
  }
}

// What kind of line about an operation this is, wherever it is shown: the message line, a note in a chat.
// Leaves its colour to frame/ and chat/. Invariant: its words say the same without the colour.

/** done: the operation was carried out. info: there was nothing to do, or something to know. */
export type MessageLevel = 'done' | 'info' | 'error';

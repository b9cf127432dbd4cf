// What a chat's turns cost in memory (pure).

/** As the engine keeps a text: a byte for each character, two where one of them needs more. */
const textBytes = (text: string): number => (/[^\0-\xff]/.test(text) ? 2 : 1) * text.length;

/** Of questions and answers; the records and the conversation hold them once each. */
export const transcriptBytes = (turns: readonly { question: string; answer: string }[]): number =>
  turns.reduce((sum, turn) => sum + 2 * (textBytes(turn.question) + textBytes(turn.answer)), 0);

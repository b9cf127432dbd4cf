// How an answer ended, as a sentence for documents (pure).

const ENDINGS = {
  stop: undefined,
  cut: 'The answer was cut.',
  error: 'The answer ended with an error.',
  interrupted: 'The answer was interrupted.',
  open: 'Not answered yet.',
} as const;

/** undefined: there is nothing to say. */
export const describeEnding = (
  finish: Exclude<keyof typeof ENDINGS, 'open'> | undefined,
): string | undefined => ENDINGS[finish ?? 'open'];

// Something that is said of work which takes its time, for as long as it lasts. Owns after what time that is.

/** Shorter than this nobody wonders. */
const SAID_AFTER_MS = 300;

/** begin: says what it is about; the function that it returns takes it back. What the work comes to. */
export async function whileItLasts<T>(work: Promise<T>, begin: () => () => void): Promise<T> {
  let end = (): void => {};
  const timer = setTimeout(() => {
    end = begin();
  }, SAID_AFTER_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    end();
  }
}

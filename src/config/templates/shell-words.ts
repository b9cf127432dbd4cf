// Which words of a command a shell reads as a script (pure), so that no value is put there. Owns the table of
// programs. Leaves what other programs do with their words to them: nobody can know it.

/** They read the word after -c as a script. */
const SHELLS =
  /^(?:.*\/)?(?:(?:ba|z|da|a|k|mk|fi|c|tc)?sh|su|runuser|script|flock|busybox|nu|pwsh|powershell)$/;
const TAKES_SCRIPT = /^(?:-[A-Za-z]*c[A-Za-z]*|--command|-Command)$/;
/** They make a script of all words after their own options. */
const JOINS = /^(?:.*\/)?(?:ssh|watch|eval|parallel)$/;
/** Options of these that take the word after them. */
const TAKES_WORD = /^-(?:[A-Za-z0-9]*[BbcDEeFIiJLlmOopQRSWwnj])$/;

const PASS_ON = 'give it to a script as a word: ["sh", "-c", "… \\"$1\\"", "sh", "{…}"]';

/** Why the placeholder of this name cannot be the word at this place; undefined: it can. */
export function whyNotWord(words: readonly string[], at: number, name: string): string | undefined {
  if (at === 0) return `the program itself cannot be {${name}}`;
  const shell = words.findIndex((word) => SHELLS.test(word));
  const option =
    shell === -1 ? -1 : words.findIndex((word, index) => index > shell && TAKES_SCRIPT.test(word));
  // Only if the script is the very next word it is known which one it is.
  const hasScript = option >= 0 && option + 1 < at && !/^[-+]/.test(words[option + 1] as string);
  if (option >= 0 && option < at && !hasScript) return `a shell would run {${name}}; ${PASS_ON}`;
  const joins = words.findIndex((word) => JOINS.test(word));
  if (joins === -1 || at <= joins) return undefined;
  let first = joins + 1;
  while (first < words.length && (words[first] as string).startsWith('-'))
    first += TAKES_WORD.test(words[first] as string) ? 2 : 1;
  // The first word that is no option is the other machine.
  const isHost = /(?:^|\/)ssh$/.test(words[joins] as string) && at === first;
  return at < first || isHost ? undefined : `a shell that ${words[joins]} starts would read {${name}}`;
}

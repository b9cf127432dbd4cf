// What counts as the same word when the manual is searched (pure): stop words, English endings, and what
// users of other programs call things. Owns these tables. Leaves ranking to guide-index.ts. Invariant: a
// synonym leads from a user's word to words that the manual itself uses, never the other way.

/** Words of any question, and `qmux`, which is on every page. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about actually am among an and any anyone anything are as at be been being but by can could did do does doesn don for from get good
   give gets getting got had has have here how i if in into is isn it its just kind let like ll make makes may me mean means meaning might mine much
   must my need needs no not now of off on one only or other our out over own please possible put qmux re s same say
   see shall should showing so some something t tell than that the their them then there these they thing things this those to too up us use
   used uses using ve very want wants was way we were what when where whether which while who whom whose why will with without won
   would yet you your`.split(/\s+/),
);

/** Users' words (left, each on its own) and the manual's words for the same thing. */
const SYNONYM_TABLE: readonly (readonly [users: string, manuals: string])[] = [
  ['window', 'tab pane'],
  ['title label caption', 'name rename'],
  ['exit', 'detach quit'],
  ['logout bye disconnect', 'detach'],
  ['shutdown terminate halt', 'quit ends'],
  ['stop abort cancel halt', 'interrupt'],
  ['stop', 'quit close'],
  ['kill', 'close quit'],
  ['reconnect return resume', 'attach reopen'],
  ['conversation thread dialogue discussion', 'chat session'],
  ['message input', 'prompt text'],
  ['question', 'prompt'],
  ['reply response output', 'answer'],
  ['ai llm bot gpt chatgpt chatbot assistant', 'model openai'],
  ['fullscreen maximize maximise enlarge expand', 'zoom'],
  ['beside adjacent alongside vertical vertically horizontal horizontally divide', 'split'],
  ['start launch spawn', 'new create run'],
  ['create open make add', 'new create open'],
  ['another', 'new'],
  ['delete remove destroy', 'close'],
  ['undelete recover', 'reopen restored'],
  ['mistake accident accidentally undo', 'reopen'],
  ['jump navigate cycle', 'move switch'],
  ['change alter adjust customize customise', 'rename config'],
  ['settings preferences options', 'config option'],
  ['configure', 'config'],
  ['shortcut hotkey keybinding keyboard keystroke', 'keys'],
  ['rebind remap', 'bind'],
  ['folder location', 'directory stored'],
  ['disk', 'stored files'],
  ['process app application executable binary', 'program'],
  ['bash zsh vim emacs editor repl', 'program shell'],
  ['machine computer laptop', 'machine local'],
  ['offline', 'local network'],
  ['reboot restart power', 'reboot'],
  ['survive vanish disappear lose', 'restored lost crash'],
  ['persist keep', 'kept stored'],
  ['remember', 'earlier kept stored'],
  ['secret token credential password', 'key'],
  ['private secure confidential privacy', 'privacy read'],
  ['telemetry tracking', 'statistics'],
  ['invisible sight', 'hide'],
  ['newline linebreak multiline', 'lines'],
  ['multiple many', 'several'],
  ['download dump', 'export'],
  ['script automate automation programmatically', 'script shell'],
  ['screenshot snapshot', 'capture'],
  ['history', 'transcript scrollback'],
  ['garbage garbled flicker repaint refresh', 'redraw'],
  ['autocomplete suggestion', 'completion'],
  ['icon symbol indicator sign tilde asterisk exclamation', 'mark'],
  ['minimum tiny small', 'smallest'],
  ['large size', 'size big'],
  ['hang hung stuck freeze unresponsive slow timeout', 'respond frozen'],
  ['color', 'colour'],
  ['version upgrade', 'version update'],
  ['upgrade', 'update'],
  ['category kind difference', 'type'],
  ['setup requirement', 'install needs'],
  ['url endpoint', 'server address'],
  ['beginner newcomer tutorial', 'begin first'],
  ['real actual', 'literal'],
  ['everything every', 'all'],
  ['show display view', 'list'],
  ['leave leaves', 'detach leave'],
  ['existing other', 'switch'],
  ['receive transmit', 'sent'],
  ['simultaneously concurrently', 'two same'],
  ['provider', 'provider server'],
  ['finish done complete', 'end exited'],
  ['movement', 'move'],
  ['status', 'state code'],
  ['notify notification alert', 'attention notice'],
];

/** Expressions that mean something only as a whole, with the manual's words for them. */
const PHRASES: readonly (readonly [expression: RegExp, manuals: string])[] = [
  // The marks themselves are not words.
  [/(?<![\w+!~=*])["'`(]?[+!~=*]["'`)]?(?![\w+!~=*])/, 'mark symbol'],
  [
    /\bwhat (can|should|do|could) (i|one|you|we) do\b( here| now| next| first)*|\b(now what|help me|get started)\b|^help\W*$/,
    'begin tutorial',
  ],
  [
    /\bwhere (did|is|has|are) (my|the) (chats?|sessions?|conversations?)( go(ne)?)?\b/,
    'disappeared background',
  ],
  [/\bwhat('s| is) waiting\b|\bwaiting for me\b/, 'waiting needs'],
  [
    /\b(the |a )?model (does not|doesn'?t|won'?t|is not|isn'?t) (answer|respond|reply)\w*/,
    'model respond frozen',
  ],
  [/\bright (now|away)\b|\bfor (good|ever)\b/, ''],
  [/\bmachine[- ]readable\b/, 'json'],
  [/\bwhat (comes|came|is brought) back\b/, 'restored back start'],
  [/\b(side by side|next to (each other|one another|this|it|the))\b/, 'split side'],
  [/\bwithout (the|a|any) (full[- ]?screen|tui|interface|workspace)( interface)?\b/, 'shell workspace'],
  [/\bwithout (stopping|ending|closing|killing|quitting|losing)\b( \w+)?/, 'alive running'],
  [/\bfull[- ]screen\b/, 'zoom'],
  [/\b(get|bring|have) \w+ back\b/, 'reopen'],
  [/\bcom(e|es|ing) back\b/, 'back attach'],
  [/\bget(ting)? (in)?to\b/, 'switch'],
  [/\bget(ting)? rid of\b/, 'close'],
  [/\bshut \w* ?up\b|\bstop (talking|writing|answering|generating)\b/, 'stop interrupt answer'],
  [/\bshut \w* ?down\b|\bturn \w* ?off\b/, 'quit'],
  [
    /\bwhile (it|he|she|they|the \w+) ?(is|are|s)?( still| busy)* (answer|stream|writ|talk|respond|think)\w*|\bin a row\b/,
    'queue',
  ],
  [/\bhalf[- ](typed|written|finished)\b|\bnot (yet )?sent\b/, 'draft typed'],
  [
    /\bwhen (i|you)('m| am| are)? (look|work|go|am|be)\w* (at )?(something|somewhere|elsewhere|away)\b( else)?/,
    'background',
  ],
  [/\b(isn'?t|is not|not) (a |really a )?command/, 'text'],
  [/\binside itself\b/, 'inside refuses'],
  [/\bline[- ]breaks?\b|\bnew lines?\b/, 'lines'],
  [/\bset (it |\w+ )?up\b/, 'install'],
  [
    /\bwhat (is (this|it|qmux)( tool| program)?|(can|does) (i |one )?(do with )?(this|it|qmux)( do)?)( for)?\s*\??$/,
    'tool multiplexer',
  ],
];

/** Forms that cutting an ending does not unify; `typed` is kept apart from the `type` of a chat. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  `typed:typing typing:typing left:left ran:run lost:lose sent:send shown:show wrote:write written:write writing:write
   began:begin begun:begin beginning:begin chose:choose chosen:choose went:go gone:go took:take taken:take hid:hide
   hidden:hide froze:freeze frozen:freeze kept:keep said:say bound:bind read:read`
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);

const synonymsOf = new Map<string, string[]>();
for (const [users, manuals] of SYNONYM_TABLE) {
  for (const user of users.split(' ')) {
    const known = synonymsOf.get(stem(user)) ?? [];
    synonymsOf.set(stem(user), [...new Set([...known, ...manuals.split(' ').map(stem)])]);
  }
}

/** The question with its fixed expressions replaced by the manual's words. */
export function replacePhrases(question: string): string {
  return PHRASES.reduce(
    (text, [expression, words]) => text.replace(expression, ` ${words} `),
    question.toLowerCase(),
  );
}

/** The words of a text, lower-case, in order; `Ctrl-q` is one word, `OPENAI_API_KEY` three. */
export function tokenize(text: string): string[] {
  return text.toLowerCase().match(/ctrl-[\p{L}\p{N}]|kill-server|[\p{L}\p{N}]+/gu) ?? [];
}

/** The index term of a word, or undefined for a stop word. */
export function toTerm(word: string): string | undefined {
  if (STOP_WORDS.has(word)) return undefined;
  if (word.length < 2 && !/\p{N}/u.test(word)) return undefined;
  return stem(word);
}

/** Terms of the manual that mean the same as this term of a question; without itself. */
export function findSynonyms(term: string): readonly string[] {
  return (synonymsOf.get(term) ?? []).filter((other) => other !== term);
}

/**
 * Cuts English endings so that `closing`, `closed`, `closes` and `close` meet. Much less than Porter's
 * algorithm: the manual is small and plain, and a stem need not be a word, only the same on both sides.
 */
function stem(word: string): string {
  const known = IRREGULAR.get(word);
  if (known !== undefined) return known;
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let cut = word
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/([^su])s$/, '$1');
  const shorter = cut.replace(/(ing|ed)$/, '');
  if (shorter !== cut && shorter.length >= 3 && /[aeiouy]/.test(shorter)) {
    cut = /([^aeioulsz])\1$/.test(shorter) ? shorter.slice(0, -1) : shorter;
  }
  return cut.length > 3 ? cut.replace(/e$/, '') : cut;
}

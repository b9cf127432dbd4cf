// The provider behind the one width table: xterm's grapheme addon, with the emoji it counts too narrow corrected.
// Owns loading the addon and registering it on every emulator. Leaves measuring to text/width.ts.

import type { Terminal } from '@xterm/headless';

import type { WidthProvider } from '../text/width.js';

interface UnicodeProvider extends WidthProvider {
  readonly version: string;
  wcwidth(codePoint: number): 0 | 1 | 2;
}

let loading: Promise<WidthProvider> | undefined;
let registered: UnicodeProvider | undefined;

/** Loads the table once per process; must have resolved before the first emulator is made. */
export function loadWidthProvider(): Promise<WidthProvider> {
  loading ??= load();
  return loading;
}

/** Makes the terminal measure by the one table. */
export function useWidthProvider(terminal: Terminal): void {
  if (!registered) throw new Error('an emulator was made before loadWidthProvider had resolved');
  terminal.unicode.register(registered);
  terminal.unicode.activeVersion = registered.version;
}

async function load(): Promise<WidthProvider> {
  // The addon reads its table through the buffer behind a Buffer: with Node's pool that is somebody else's memory.
  const poolSize = Buffer.poolSize;
  Buffer.poolSize = 0;
  let addon: typeof import('@xterm/addon-unicode-graphemes');
  try {
    addon = await import('@xterm/addon-unicode-graphemes');
  } finally {
    Buffer.poolSize = poolSize;
  }
  const { UnicodeGraphemesAddon } = 'default' in addon ? (addon.default as typeof addon) : addon;
  let graphemes: UnicodeProvider | undefined;
  new UnicodeGraphemesAddon().activate({
    unicode: {
      versions: [],
      activeVersion: '6',
      register: (provider: UnicodeProvider) => {
        if (provider.version === '15-graphemes') graphemes = provider;
      },
    },
  });
  if (!graphemes) throw new Error('the grapheme addon registered no provider 15-graphemes');
  registered = withWideEmoji(graphemes);
  return registered;
}

const EMOJI_PRESENTATION = /^\p{Emoji_Presentation}$/u;
const JOINS = 1;
const WIDTH_MASK = 3 << 1;
const WIDE = 2 << 1;

/** Emoji with a coloured presentation are two columns in terminals; the addon's table is older than 71 of them. */
function withWideEmoji(graphemes: UnicodeProvider): UnicodeProvider {
  const wide = new Map<number, boolean>();
  const isWide = (codePoint: number): boolean => {
    if (codePoint < 0x231a) return false;
    let known = wide.get(codePoint);
    if (known === undefined) {
      known = EMOJI_PRESENTATION.test(String.fromCodePoint(codePoint));
      wide.set(codePoint, known);
    }
    return known;
  };
  return {
    version: 'qmux',
    wcwidth: (codePoint) => (isWide(codePoint) ? 2 : graphemes.wcwidth(codePoint)),
    charProperties(codePoint, preceding) {
      const properties = graphemes.charProperties(codePoint, preceding);
      if ((properties & WIDTH_MASK) === WIDE || !isWide(codePoint)) return properties;
      // A regional indicator is half a flag: alone it keeps the addon's width, a joined pair is wide already.
      if (properties & JOINS || (codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff)) return properties;
      return (properties & ~WIDTH_MASK) | WIDE;
    },
  };
}

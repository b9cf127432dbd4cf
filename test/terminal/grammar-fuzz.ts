// Nonsense with the grammar of control sequences, the same for the same seed: what a malicious program, or a
// binary file, sends a terminal.

const FINALS = 'ABCDEFGHIJKLMPSTXZ@`abcdefghlmnpqrstux';

/** 4 KiB or a little more. */
export function fuzzChunk(random: (below: number) => number): string {
  let text = '';
  while (text.length < 4096) {
    const kind = random(9);
    if (kind === 0)
      text += `\x1b[${['', '', '?', '>', '='][random(5)]}${random(3) ? random(300) : 2_147_483_647};${random(300)}${['', '', '', ' ', "'", '$', '"'][random(7)]}${FINALS[random(FINALS.length)]}`;
    else if (kind === 1) text += `\x1b[?${random(3000)}${random(2) ? 'h' : 'l'}`;
    else if (kind === 2) text += `\x1b${'78DEHMNOPVWXZc\\]^_#('[random(20)]}`;
    else if (kind === 3) text += String.fromCodePoint(random(0xd000) + 1);
    else if (kind === 4) text += ['漢', '👩‍💻', '\r\n', '\t', '\u0007', '\u009b'][random(6)];
    else if (kind === 5) text += `\x1b[${random(110)}${[';', ':'][random(2)]}${random(6)};${random(256)}m`;
    else if (kind === 6)
      text += `\x1b]${random(120)};${'x;'.repeat(random(20))}${['\u0007', '\x1b\\'][random(2)]}`;
    else if (kind === 7) text += `\x1bP${'+q$'[random(3)]}${'41'.repeat(random(30))}\x1b\\`;
    else text += 'text '.repeat(random(5));
  }
  return text;
}

/** A linear congruential generator. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state % below;
  };
}

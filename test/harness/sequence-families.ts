// What a terminal was sent, by families of sequences: read from the bytes alone, without the table in
// src/text. Owns that reading. Unknown sequences are named by their bytes, so that a new one fails the tests
// that list families.

export type SequenceFamily = string;

const DEC_MODES: Readonly<Record<string, SequenceFamily>> = {
  1: 'vt100',
  7: 'vt100',
  25: 'cursor visibility',
  69: 'questions',
  1000: 'mouse',
  1001: 'mouse',
  1002: 'mouse',
  1003: 'mouse',
  1005: 'mouse',
  1006: 'mouse',
  1004: 'paste and focus',
  2004: 'paste and focus',
  1049: 'alternate screen',
  2026: 'questions',
  2031: 'questions',
};

const OSC: Readonly<Record<string, SequenceFamily>> = {
  0: 'titles',
  8: 'links',
  12: 'cursor look',
  112: 'cursor look',
  22: 'pointer shapes',
  52: 'clipboard',
  4: 'questions',
  10: 'questions',
  11: 'questions',
  7501: 'questions',
};

/** Cursor movements, erasing, margins. */
const VT100_FINALS = 'ABCDHJKr';

const SEQUENCE =
  // oxlint-disable-next-line no-control-regex
  /\x1b\](\d*)([^\u0007\x1b]*)(?:\u0007|\x1b\\)|\x1b\[([<>?]?)([0-9;:]*)([ $]*)([@-~])|\x1b([()].|[^[\]])|([\s\S])/gu;

export function familiesOf(bytes: string): Set<SequenceFamily> {
  const families = new Set<SequenceFamily>();
  for (const match of bytes.matchAll(SEQUENCE)) {
    const [
      whole,
      osc,
      content = '',
      prefix = '',
      parameters = '',
      intermediates = '',
      final,
      escape,
      character,
    ] = match;
    if (osc !== undefined) families.add(content === ';?' && osc === '12' ? 'questions' : (OSC[osc] ?? whole));
    else if (final !== undefined)
      for (const family of ofControl(whole, { prefix, parameters, intermediates, final }))
        families.add(family);
    else if (escape !== undefined) families.add('=>M\\(B'.includes(escape) ? ofEscape(escape) : whole);
    else if (character !== undefined) families.add(ofCharacter(character));
  }
  return families;
}

const ofEscape = (escape: string): SequenceFamily => (escape === '\\' ? 'string end' : 'vt100');

function ofCharacter(character: string): SequenceFamily {
  if (character > '~') return 'utf-8';
  return character >= ' ' || '\u0007\b\r\n\u000e\u000f'.includes(character)
    ? 'vt100'
    : JSON.stringify(character);
}

function ofControl(
  whole: string,
  {
    prefix,
    parameters,
    intermediates,
    final,
  }: Record<'prefix' | 'parameters' | 'intermediates' | 'final', string>,
): SequenceFamily[] {
  const kind = prefix + intermediates + final;
  if (kind === '?h' || kind === '?l') return parameters.split(';').map((mode) => DEC_MODES[mode] ?? whole);
  if (kind === '?$p' || kind === 'c') return ['questions'];
  if (kind === '?u' || kind === '>u' || kind === '<u' || kind === '>m') return ['keyboard'];
  if (kind === ' q') return ['cursor look'];
  if (kind === 't') return ['titles'];
  if (kind === 'S' || kind === 'T') return ['scroll counts'];
  if (kind === 'G' || kind === 'X') return ['ecma-48'];
  if (kind === 's') return ['questions'];
  if (kind === 'm') return ofSgr(parameters);
  return [VT100_FINALS.includes(kind) ? 'vt100' : whole];
}

function ofSgr(parameters: string): SequenceFamily[] {
  const extended = parameters.replaceAll(/[34]8;(?:5;\d+|2;\d+;\d+;\d+)/g, (colour) =>
    colour.includes('8;5;') ? '256' : 'rgb',
  );
  return extended.split(';').map((code) => {
    if (code === '256') return '256 colours';
    if (code === 'rgb') return 'truecolor';
    if (code.includes(':')) return 'underline styles';
    const number = Number(code);
    if ([0, 1, 4, 5, 7].includes(number)) return 'vt100';
    if ((number >= 30 && number <= 49) || number === 59)
      return number === 59 ? 'underline styles' : '8 colours';
    if (number >= 90 && number <= 107) return '16 colours';
    return 'full sgr';
  });
}

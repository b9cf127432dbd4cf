// Pieces of what programs print, for property tests: text of every width, every attribute, links, erasing and
// moving.

import fc from 'fast-check';

export const styledPiece = fc.oneof(
  fc.constantFrom(
    'abc',
    ' ',
    '  x',
    '漢字',
    '👩‍💻',
    'e\u0301',
    '\u0301',
    '🇨🇳',
    '🇨',
    '❤️',
    '❤',
    'ｱ',
    '한',
    '—',
    '\u200d',
  ),
  fc.constantFrom(
    'กำ',
    'हि',
    'ﾞ',
    'ᄒ',
    'ᅡ',
    '\u200b',
    '\ufe0f',
    '🏽',
    '1\ufe0f\u20e3',
    '\r\u0301',
    '\x1b[3C\u0301',
  ),
  fc.constantFrom('\r\n', '\r\n', '\r\n\r\n', '\t', '\b', '\r', 'x'.repeat(30), '界'.repeat(15)),
  fc.constantFrom('\x1b[31m', '\x1b[1;4:3;58;2;1;2;3m', '\x1b[48;5;20m', '\x1b[m', '\x1b[7;9m'),
  fc.constantFrom('\x1b[2;3;5m', '\x1b[8;53m', '\x1b[21m', '\x1b[4;58:5:9m', '\x1b[38;2;255;0;17m'),
  fc.constantFrom('\x1b[4:4;59m', '\x1b[4:5m', '\x1b[97;104m', '\x1b[22;24;27m', '\x1b[39;49m'),
  fc.constantFrom(
    '\x1b]8;;https://example.com/a;b\x1b\\',
    '\x1b]8;id=1;https://example.com/漢\x1b\\',
    '\x1b]8;;\x1b\\',
  ),
  fc.constantFrom('\x1b[K', '\x1b[1K', '\x1b[2C', '\x1b[3X', '\x1b[2P', '\x1b[3@', '\x1b[1J', '\x1b[5b'),
  fc.constantFrom('\x1b[A', '\x1b[2D', '\x1b[3;5H', '\x1b[19G', '\x1b[20G', '\x1b[2L', '\x1b[1M', '\x1b#8'),
);

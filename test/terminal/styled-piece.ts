// Pieces of what programs print, for property tests: text of every width, every attribute, links, erasing and moving.

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
  fc.constantFrom('\r\n', '\r\n', '\r\n\r\n', '\t', '\b', '\r', 'x'.repeat(30), '界'.repeat(15)),
  fc.constantFrom('\u001b[31m', '\u001b[1;4:3;58;2;1;2;3m', '\u001b[48;5;20m', '\u001b[m', '\u001b[7;9m'),
  fc.constantFrom('\u001b[2;3;5m', '\u001b[8;53m', '\u001b[21m', '\u001b[4;58:5:9m', '\u001b[38;2;255;0;17m'),
  fc.constantFrom('\u001b[4:4;59m', '\u001b[4:5m', '\u001b[97;104m', '\u001b[22;24;27m', '\u001b[39;49m'),
  fc.constantFrom(
    '\u001b]8;;https://example.com/a;b\u001b\\',
    '\u001b]8;id=1;https://example.com/漢\u001b\\',
    '\u001b]8;;\u001b\\',
  ),
  fc.constantFrom(
    '\u001b[K',
    '\u001b[1K',
    '\u001b[2C',
    '\u001b[3X',
    '\u001b[2P',
    '\u001b[3@',
    '\u001b[1J',
    '\u001b[5b',
  ),
  fc.constantFrom(
    '\u001b[A',
    '\u001b[2D',
    '\u001b[3;5H',
    '\u001b[19G',
    '\u001b[20G',
    '\u001b[2L',
    '\u001b[1M',
    '\u001b#8',
  ),
);

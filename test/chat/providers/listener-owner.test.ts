import { describe, expect, it } from 'vitest';
import { isTrusted, listenerUids } from '../../../src/chat/providers/listener-owner.js';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const line = (local: string, state: string, uid: number): string =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  ${uid}        0 21937 1 0000 100 0`;
const table = (...lines: string[]): string => [HEAD, ...lines, ''].join('\n');
/** 11434 */
const PORT = '2CAA';

describe('who listens on a port', () => {
  it.each([
    ['loopback', `0100007F:${PORT}`],
    ['every address', `00000000:${PORT}`],
    ['every address of both kinds', `00000000000000000000000000000000:${PORT}`],
    ['loopback as an IPv6 socket has it', `0000000000000000FFFF00000100007F:${PORT}`],
  ])('is found on %s', (_, local) => {
    expect(listenerUids([table(line(local, '0A', 1000))], 11434, '127.0.0.1')).toEqual([1000]);
  });

  it('is nobody on another port, another address, or a connection that is no listener', () => {
    const tables = [
      table(
        line('0100007F:2CAB', '0A', 1),
        line(`0200A8C0:${PORT}`, '0A', 2),
        line(`0100007F:${PORT}`, '01', 3),
      ),
      table(line(`00000000000000000000000001000000:${PORT}`, '0A', 4)),
      '',
    ];
    expect(listenerUids(tables, 11434, '127.0.0.1')).toEqual([]);
    expect(listenerUids(tables, 11434, '::1')).toEqual([4]);
  });

  it('is all of them', () => {
    const tables = [
      table(line(`0100007F:${PORT}`, '0A', 1001)),
      table(line(`00000000000000000000000000000000:${PORT}`, '0A', 0)),
    ];
    expect(listenerUids(tables, 11434, '127.0.0.1')).toEqual([1001, 0]);
  });
});

describe('trust', () => {
  it('goes to us and to services, when all who listen are such', () => {
    expect(isTrusted([1000], 1000)).toBe(true);
    expect(isTrusted([0], 1000)).toBe(true);
    expect(isTrusted([998, 1000], 1000)).toBe(true);
    expect(isTrusted([1001], 1000)).toBe(false);
    expect(isTrusted([65534], 1000)).toBe(false);
    expect(isTrusted([1000, 1001], 1000)).toBe(false);
    expect(isTrusted([Number.NaN], 1000)).toBe(false);
    expect(isTrusted([], 1000)).toBe(false);
  });
});

// Who listens on a port of loopback, from the text of /proc/net/tcp and tcp6 (pure). Owns that format and
// which owners are trusted with a conversation. Source: proc_net_tcp(5); addresses are in the machine's byte
// order, ports are not.

/** TCP_LISTEN of the kernel's tcp_states.h. */
const LISTEN = '0A';
/** What a connection to 127.0.0.1 can reach: that address, every address, and both in their IPv6 form. */
const IPV4_LISTENERS = new Set([
  '0100007F',
  '00000000',
  '00000000000000000000000000000000',
  '0000000000000000FFFF00000100007F',
]);
/** As ::1. */
const IPV6_LISTENERS = new Set(['00000000000000000000000001000000', '00000000000000000000000000000000']);
/** Accounts of services are below this, those of people from it (login.defs: SYS_UID_MAX). */
const FIRST_USER_UID = 1000;

/** User ids of those that a connection to this port may reach; empty: nobody listens. */
export function listenerUids(tables: readonly string[], port: number, host: '127.0.0.1' | '::1'): number[] {
  const addresses = host === '::1' ? IPV6_LISTENERS : IPV4_LISTENERS;
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return tables
    .flatMap((table) => table.split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => {
      const [address = '', at] = local.split(':');
      return state === LISTEN && at === hexPort && addresses.has(address);
    })
    .map((fields) => Number(fields[7]));
}

/** Ours or a service's; if any other is among them it is unknown which one a connection reaches. */
export const isTrusted = (uids: readonly number[], ownUid: number): boolean =>
  uids.length > 0 && uids.every((uid) => uid === ownUid || (uid >= 0 && uid < FIRST_USER_UID));

// Other machines as completion candidates: those that the config names, then those of the user's ssh. Owns
// which of them a command line can hold as they are.

import { sshConfigHosts } from '../../remote/ssh-config-hosts.js';
import type { Candidate } from './complete.js';

/** named: by the config of qmux. */
export const hostCandidates = (named: Readonly<Record<string, unknown>>, home: string): Candidate[] => {
  const own = Object.keys(named);
  const others = sshConfigHosts(home).filter((host) => !own.includes(host));
  return [
    ...own.map((value) => ({ value, summary: 'of the config' })),
    ...others.map((value) => ({ value, summary: 'of ~/.ssh/config' })),
  ].filter(({ value }) => /^[^-\s'"\\\p{C}][^\s'"\\\p{C}]*$/u.test(value));
};

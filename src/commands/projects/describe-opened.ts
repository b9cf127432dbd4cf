// What is said when a part of a project could not be opened (pure).

import type { OpenedProject } from '../../session/projects/open-project.js';

/** undefined: all of it was. */
export function describeFailures({ opened, failed }: OpenedProject): string | undefined {
  if (failed.length === 0) return undefined;
  const not = failed.map(({ name, why }) => `${name} (${why.text})`).join(', ');
  return `not opened: ${not}; opened: ${opened.map(({ name }) => name).join(', ') || 'nothing'}`;
}

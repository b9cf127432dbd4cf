// The verb doctor as the server runs it: in a chat, at the prompt, and for the shell, which adds its
// terminal.

import type { Command } from '../command.js';
import { command } from '../define.js';
import { inspectSurroundings } from './checks.js';
import type { DoctorFacts } from './facts.js';
import { findProblems, formatReport } from './report.js';

/** What --json prints: the facts, and which of them are problems. */
export const doctorOutput = (facts: DoctorFacts): { text: string; json: unknown; exitCode: number } => {
  const problems = findProblems(facts);
  return { text: formatReport(facts), json: { ...facts, problems }, exitCode: problems.length === 0 ? 0 : 1 };
};

export const DOCTOR_COMMANDS: readonly Command[] = [
  command({
    name: 'doctor',
    changesNothing: true,
    summary: 'check installation, config, model, server and what sessions cost',
    flags: [{ name: 'json', summary: 'as an object' }],
    async run({ registry, caller, inspection }) {
      const [surroundings, server] = await Promise.all([
        inspectSurroundings({ env: caller.env, paths: inspection.paths, registry }),
        inspection.inspectServer(),
      ]);
      return doctorOutput({ ...surroundings, terminal: null, server: { type: 'running', ...server } });
    },
  }),
];

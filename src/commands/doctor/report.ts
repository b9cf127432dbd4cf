// What `doctor` says (pure): facts to lines, and the problems among them. Owns which facts are problems, and
// thus the exit code. Leaves finding out to doctor/checks.ts and the server.

import { formatDuration } from '../../text/age.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { describeBytes } from '../../text/text-size.js';
import { padToWidth, textWidth } from '../../text/width.js';
import type { DoctorFacts, InspectedSession, ServerState } from './facts.js';

/** Older ones lack what qmux uses (package.json names the same). */
const LEAST_NODE = [20, 19] as const;
/** Room for a name beside figures in 80 columns. */
const NAME_COLUMN = 24;

/** Each a sentence, lower case. Empty: all is well. */
export function findProblems(facts: DoctorFacts): string[] {
  const { versions, paths, config, model, server } = facts;
  const problems: string[] = [];
  if (isOlderNode(versions.node))
    problems.push(`Node ${versions.node} is older than ${LEAST_NODE.join('.')}; qmux needs a newer one`);
  for (const { what, path, problem } of paths)
    if (problem !== null) problems.push(`${what} ${path} ${problem}`);
  for (const problem of config.problems) problems.push(problem);
  if (model.problem !== null) problems.push(model.problem);
  if (server.type === 'unreachable') problems.push(server.problem);
  if (server.type === 'running') problems.push(...server.disk, ...server.leaks);
  return problems;
}

export function formatReport(facts: DoctorFacts): string {
  const { versions, paths, config, model, agents, terminal, server } = facts;
  const problems = findProblems(facts);
  return [
    `qmux ${versions.qmux} · Node ${versions.node} · ${versions.platform}`,
    '',
    ...paths.flatMap(({ what, path, mode, problem, note }) => [
      entry(what, `${path}${mode === null ? ' (not there yet)' : ` ${mode}`}${problem === null ? '' : ' !'}`),
      ...(note === undefined ? [] : [entry('', note)]),
    ]),
    entry('options', config.problems.length === 0 ? 'good' : `${count(config.problems.length, 'problem')} !`),
    ...formatModel(model),
    entry('agents', agents.length === 0 ? 'none on PATH' : agents.join(', ')),
    ...(terminal === null ? [] : formatTerminal(terminal)),
    ...formatServer(server),
    '',
    ...(problems.length === 0
      ? ['no problems']
      : [`${count(problems.length, 'problem')}:`, ...problems.map((problem) => `! ${problem}`)]),
  ].join('\n');
}

function formatModel(model: DoctorFacts['model']): string[] {
  if (model.problem !== null) return [entry('model', 'none !')];
  const { name, from, proxy } = model;
  return [
    entry('model', `${name}, ${from}`),
    ...(proxy ? [entry('proxy', `${proxy.address}, set by ${proxy.variable}`)] : []),
  ];
}

/** After the longest label. */
const entry = (label: string, text: string): string => `${label.padEnd(9)} ${text}`;

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

function isOlderNode(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
}

function formatTerminal(terminal: NonNullable<DoctorFacts['terminal']>): string[] {
  const { attached, term, rows, cols, colours, unicode, notes } = terminal;
  const size = attached ? `${cols}x${rows}` : 'not attached';
  const colour = colours === 'none' ? 'no colours' : colours === 'truecolor' ? colours : `${colours} colours`;
  const letters = unicode ? 'UTF-8' : 'no UTF-8 in the locale';
  return [
    entry('terminal', [term === '' ? 'TERM is not set' : term, size, colour, letters].join(', ')),
    ...notes.map((note) => entry('', note)),
  ];
}

function formatServer(server: ServerState): string[] {
  if (server.type === 'none') return [entry('server', 'not running; qmux starts it')];
  if (server.type === 'unreachable')
    return [
      entry('server', `${server.pid === null ? 'running, but' : `process ${server.pid}`} cannot be used !`),
    ];
  const { name, pid, version, uptimeMs, residentBytes, heapUsedBytes, terminals, descriptors } = server;
  return [
    entry('server', `${name}, process ${pid}, qmux ${version}, for ${formatDuration(uptimeMs)}`),
    entry(
      '',
      [
        `${describeBytes(residentBytes)} resident (heap ${describeBytes(heapUsedBytes)})`,
        count(terminals, 'terminal'),
        ...(descriptors === null ? [] : [count(descriptors, 'descriptor')]),
      ].join(', '),
    ),
    entry(
      'disk',
      server.disk.length === 0 ? 'everything is saved' : `${count(server.disk.length, 'problem')} !`,
    ),
    entry('leaks', server.leaks.length === 0 ? 'none' : `${server.leaks.length} !`),
    entry('sessions', `${server.sessions.length} open, ${server.archived} archived`),
    ...server.sessions.map(formatSession),
  ];
}

function formatSession(session: InspectedSession): string {
  const {
    number,
    name,
    kind,
    state,
    screenBytes,
    transcriptBytes,
    processBytes,
    pids,
    unknownRecords,
    agent,
  } = session;
  const total = describeBytes(screenBytes + transcriptBytes + processBytes).padStart(8);
  const parts = [
    ...(screenBytes > 0 ? [`screen ${describeBytes(screenBytes)}`] : []),
    ...(transcriptBytes > 0 ? [`transcript ${describeBytes(transcriptBytes)}`] : []),
    ...(pids.length > 0
      ? [`${pids.length} process${pids.length === 1 ? '' : 'es'} ${describeBytes(processBytes)}`]
      : []),
    ...(agent ? [describeAgent(agent)] : []),
    ...(unknownRecords > 0 ? [`${count(unknownRecords, 'record')} of a later qmux not shown`] : []),
  ];
  const shown = textWidth(name) > NAME_COLUMN ? name : padToWidth(name, NAME_COLUMN);
  return `${`#${number}`.padStart(4)} ${shown} ${kind.padEnd(7)} ${state.padEnd(10)} ${total}${parts.length === 0 ? '' : `  ${parts.join(', ')}`}`;
}

function describeAgent({ name, version, pid }: NonNullable<InspectedSession['agent']>): string {
  return `${[name, ...(version === null ? [] : [sanitiseLine(version)])].join(' ')} (process ${pid})`;
}

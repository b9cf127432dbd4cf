// `new --template NAME KEY=VALUE…`: asks for what is missing, then opens what the template says. Owns that
// nothing is opened before everything in it is checked, and that a first question is sent only if the
// template says so. Leaves reading templates to session/templates/ and filling them to config/templates/.

import { statSync } from 'node:fs';

import type { ProjectSession } from '../../config/project/project.js';
import { sessionsOf } from '../../config/project/project.js';
import { fillTemplate, type FilledTemplate } from '../../config/templates/fill-template.js';
import { fillText } from '../../config/templates/placeholders.js';
import {
  MOST_INSTRUCTION,
  sessionsOfTemplate,
  type OnlySession,
  type Template,
} from '../../config/templates/template.js';
import { readValues, spellMissing, type GivenValues, type Values } from '../../config/templates/values.js';
import { createValueForm } from '../../dialogs/value-form.js';
import { questionOf } from '../../chat/prompt/slash-command.js';
import { resolveNamed } from '../../paths/named-path.js';
import { findProgram } from '../../process/find-program.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import type { Place } from '../../session/arrangement/place.js';
import { nameFromText } from '../../session/names/name-pattern.js';
import { reservedNames } from '../../session/new-session.js';
import { openProject } from '../../session/projects/open-project.js';
import { findTemplate } from '../../session/templates/known-templates.js';
import { sanitiseInput, sanitiseModelText } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine, spellSigns } from '../../text/visible-signs.js';
import { SILENT, type CommandContext, type CommandOutput, type ParsedArguments } from '../command.js';
import { done } from '../define.js';
import { describeFailures } from '../projects/describe-opened.js';
import { templatePlaces } from './template-places.js';

export interface FromTemplate {
  /** Where relative directories begin. */
  directory: string;
  place: Place;
  /** Flags to give again when it is run with the values that were asked for. */
  flags: readonly string[];
}

export async function newFromTemplate(
  context: CommandContext,
  input: ParsedArguments,
  from: FromTemplate,
): Promise<CommandOutput> {
  checkFlags(input);
  const found = findTemplate(input.value('template') as string, templatePlaces(context));
  const template = found instanceof Promise ? await found : found;
  if (template.opens.type === 'several' && from.place.at === 'split')
    throw new UserError(`template ${template.name} opens tabs; leave out -h and -v`, { exitCode: 2 });
  const given = readValues(template, input.words('type-or-name'));
  const isAsking = context.way !== 'cli' && context.surface !== undefined;
  if (isAsking ? given.asked.length > 0 : given.missing.length > 0)
    return isAsking ? ask(context, template, given, from) : askInShell(template, given, from);
  return open(context, template, given.values, from);
}

/** What the template says itself. */
const OF_TEMPLATE = ['model', 'agent', 'effort', 'resume', 'worktree'] as const;

function checkFlags(input: ParsedArguments): void {
  const flag = OF_TEMPLATE.find((each) => input.has(each) || input.value(each) !== undefined);
  const extra = flag === undefined ? (input.trailing.length > 0 ? '--' : undefined) : `--${flag}`;
  if (extra !== undefined)
    throw new UserError(`new --template takes KEY=VALUE, --cwd, -d, -h and -v; leave out ${extra}`, {
      exitCode: 2,
    });
}

/** A shell's caller is asked on its own terminal, where it has one; else it is told what is missing. */
function askInShell(
  { name }: Template,
  { values, asked, missing }: GivenValues,
  { flags }: FromTemplate,
): CommandOutput {
  const keys = missing.map((each) => each.name);
  const which = keys.length === 1 ? keys[0] : `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`;
  const refusal = `template ${name} needs ${which}; add ${spellMissing(missing)}`;
  const isAsked = new Set(asked.map((each) => each.name));
  const known = [...values].filter(([key]) => !isAsked.has(key)).map(([key, value]) => `${key}=${value}`);
  return {
    text: '',
    confirm: {
      refusal,
      exitCode: 2,
      question: `template ${name} (Ctrl-C opens nothing)`,
      words: ['new', '--template', name, ...flags, ...known],
      values: asked.map(({ name: key, title, preset, choices }) => {
        const about = [spellOnLine(title), choices.map((each) => spellOnLine(each)).join(', ')];
        const said = about.filter((each) => each !== '').join(': ');
        const instead = preset === undefined ? '' : ` [${spellOnLine(preset)}]`;
        return {
          name: key,
          question: `${key}${said === '' ? '' : ` (${said})`}${instead}: `,
          ...(preset === undefined ? {} : { preset }),
        };
      }),
    },
  };
}

/** What was given stays; the rest is asked for, with what the template takes otherwise. */
function ask(
  { surface }: CommandContext,
  template: Template,
  { values, asked }: GivenValues,
  { flags }: FromTemplate,
): CommandOutput {
  const isAsked = new Set(asked.map(({ name }) => name));
  const known = [...values].filter(([name]) => !isAsked.has(name));
  surface?.open(
    createValueForm({
      title: `template ${template.name}`,
      fields: asked.map(({ name, title, preset, choices }) => ({
        name,
        title: spellOnLine(title),
        text: preset ?? '',
        choices,
        isOptional: preset !== undefined,
      })),
      label: describeAccepting(template),
      preview: (typed) => preview(template, new Map([...known, ...typed])),
      accept: (typed) => [
        'new',
        '--template',
        template.name,
        ...flags,
        ...[...known, ...typed].map(([name, value]) => `${name}=${value}`),
      ],
    }),
  );
  return SILENT;
}

const describeAccepting = (template: Template): string =>
  template.send ? 'opens it and sends the question' : 'opens it';

/** The first question or the command, with the names of what is not typed yet. */
function preview(template: Template, values: Values): string {
  const fill = (text: string): string => fillText(text, (name) => values.get(name) || `{${name}}`);
  const lines = sessionsOfTemplate(template).flatMap(({ prompt, command }) => {
    if (prompt !== undefined) return [fill(prompt)];
    return typeof command === 'object' ? [command.map(fill).join(' ')] : [];
  });
  return spellSigns(lines.join('\n\n'), { prose: true });
}

async function open(
  context: CommandContext,
  template: Template,
  values: Values,
  from: FromTemplate,
): Promise<CommandOutput> {
  const { coordinator, config, caller } = context;
  const typeNames = reservedNames(coordinator);
  const taken = coordinator.sessions.map(({ name }) => name);
  const filled = fillTemplate(template, {
    values,
    nameOf: (pattern) => {
      const text = fillText(pattern, (name) => values.get(name) ?? '');
      const name = nameFromText(text, { fallback: template.name, taken, typeNames });
      taken.push(name);
      return name;
    },
  });
  const base = filled.cwd === undefined ? from.directory : resolveNamed(filled.cwd, from.directory);
  const sessions = sessionsOfTemplate(filled);
  for (const session of sessions) {
    checkStart(template, session, { base, env: caller.env });
    if ((session.instruction ?? '').length > MOST_INSTRUCTION)
      throw new UserError(
        `template ${template.name}: with these values its instruction has more than ${MOST_INSTRUCTION} characters; nothing was opened`,
      );
  }
  const { maxSessions } = config;
  if (maxSessions !== undefined && coordinator.sessions.length + sessions.length > maxSessions)
    throw new UserError(
      `template ${template.name} opens ${sessions.length} sessions, and max_sessions is ${maxSessions}; nothing was opened`,
    );
  const opened = await create(context, filled, { ...from, directory: base, send: template.send });
  const asking = sessions.filter(({ prompt = '' }) => prompt.trim() !== '').length;
  return report(opened, { template, from, asking });
}

function checkStart(
  { name }: Template,
  { cwd = '.', command }: Pick<OnlySession, 'cwd' | 'command'>,
  { base, env }: { base: string; env: Readonly<Record<string, string>> },
): void {
  const path = resolveNamed(cwd, base);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError(`template ${name}: there is no directory ${spellOnLine(path)}; nothing was opened`);
  if (typeof command !== 'object') return;
  try {
    findProgram({ command: command[0] ?? '', cwd: path, env });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`template ${name}: ${spellOnLine(error.text)}; nothing was opened`);
  }
}

async function create(
  { coordinator, viewer, caller }: CommandContext,
  { opens }: FilledTemplate,
  { directory, place, send }: { directory: string; place: Place; send: boolean },
): Promise<readonly AnySession[]> {
  if (opens.type === 'several') {
    const opened = await openProject(opens.project, {
      coordinator,
      viewer,
      env: caller.env,
      directory,
      agreed: true,
      stays: place.at === 'background',
      prepare: (session, wanted) => prepare(session, wanted, send),
    });
    const failures = describeFailures(opened);
    if (failures !== undefined) throw new UserError(failures);
    return sessionsOf(opens.project).flatMap(
      ({ name }) => opened.opened.find((session) => session.name === name) ?? [],
    );
  }
  const { type, name, agent, model, cwd = '.', command } = opens.session;
  const session = await coordinator.createSession({
    kind: command === undefined ? 'chat' : 'program',
    type,
    name,
    agent,
    model,
    cwd: resolveNamed(cwd, directory),
    command: typeof command === 'object' ? command : [],
    env: caller.env,
    viewer,
    place,
  });
  prepare(session, opens.session, send);
  return [session];
}

/** What only a template gives to a new chat. */
function prepare(
  session: AnySession,
  { instruction, files, tools, prompt = '' }: Partial<OnlySession> & Partial<ProjectSession>,
  send: boolean,
): void {
  if (isProgram(session)) return;
  session.update({
    ...(instruction === undefined ? {} : { instruction }),
    ...(files === undefined || files.length === 0 ? {} : { standing: files }),
    ...(tools === undefined ? {} : { tools }),
  });
  session.changed();
  // A value may come from others: nothing in it may make it read as something else.
  const text = sanitiseModelText(sanitiseInput(prompt));
  if (text.trim() === '') return;
  if (send) session.send(questionOf(text));
  else session.prompt.begin(text);
}

function report(
  sessions: readonly AnySession[],
  { template, from, asking }: { template: Template; from: FromTemplate; asking: number },
): CommandOutput {
  const [first] = sessions as [AnySession];
  const names = sessions.map(({ number, name }) => `#${number} ${name}`).join(', ');
  const prompts =
    sessions.length === 1 ? 'its question' : asking === 1 ? '1 question' : `${asking} questions`;
  const what = template.send
    ? `; ${prompts} ${asking === 1 ? 'was' : 'were'} sent`
    : `; ${prompts} ${asking === 1 ? 'stands' : 'stand'} in the prompt, not sent`;
  const facts = sessions.map(({ number, id, name }) => ({ number, id, name }));
  return {
    ...done(`created ${names} from template ${template.name}${asking === 0 ? '' : what}`),
    json: { ...facts[0], ...(facts.length > 1 ? { sessions: facts } : {}) },
    ...(from.place.at === 'background' ? {} : { attach: first.id }),
  };
}

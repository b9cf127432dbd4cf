// From what is written of a template to the template, or to everything that is wrong with it (pure): what
// does not go together, and where a placeholder may stand. Invariant: a value of a placeholder is a whole
// word of a command that no shell reads, or text; a template that could be read differently is none.

import { describe } from '../fault-words.js';
import type { Project } from '../project/project.js';
import { PROJECT_SESSION, ProjectReader, words, type SessionShapes } from '../project/project-reader.js';
import { isPlaceholderName, placeholderName, placeholdersIn, wholePlaceholder } from './placeholders.js';
import { whyNotWord } from './shell-words.js';
import { REFUSED, SESSION_FIELDS, type RawAsk, type RawTemplate } from './template-options.js';
import {
  isCommandText,
  isTemplateName,
  MOST_INSTRUCTION,
  sessionsOfTemplate,
  TEMPLATE_NAME_RULE,
  type OnlySession,
  type Opens,
  type Template,
  type TemplateAsk,
} from './template.js';

export interface TemplateFault {
  /** Below the template. */
  path: readonly string[];
  message: string;
}

export type ReadTemplate = { template: Template; faults?: undefined } | { faults: readonly TemplateFault[] };

/** Yields wherever others may have their turn. raw: of the right shape, as TEMPLATE_SHAPE says. */
export function* readTemplateInSteps(name: string, raw: RawTemplate): Generator<undefined, ReadTemplate> {
  const faults: TemplateFault[] = [];
  const tell = (path: readonly string[], message: string): void => void faults.push({ path, message });
  if (!isTemplateName(name))
    return {
      faults: [{ path: [], message: `${describe(name)} cannot name a template; ${TEMPLATE_NAME_RULE}` }],
    };
  const opens = yield* readOpens(raw, tell);
  if (!opens || faults.length > 0) return { faults };
  const sessions = sessionsOfTemplate({ opens });
  const texts = [opens.type === 'several' ? raw.cwd : undefined, ...tabNames(opens)];
  const found = texts.flatMap((text = '') => placeholdersIn(text));
  const inWords: string[] = [];
  for (const session of sessions) {
    checkSession(session, tell);
    for (const text of textsOf(session)) found.push(...placeholdersIn(text));
    inWords.push(...wordsOf(session, tell));
    yield;
  }
  const names = [...new Set([...found, ...inWords])];
  for (const session of sessions) checkShellText(session, names, tell);
  const asks = readAsks(raw.ask ?? {}, names, tell);
  if (raw.send === true && !sessions.some(({ prompt }) => prompt !== undefined))
    tell(['send'], 'there is no prompt to send');
  if (faults.length > 0) return { faults };
  const { description, cwd } = raw;
  const template = {
    name,
    ...(description === undefined ? {} : { description }),
    ...(opens.type === 'one' || cwd === undefined ? {} : { cwd }),
    send: raw.send === true,
    asks,
    opens,
  };
  return { template };
}

type Tell = (path: readonly string[], message: string) => void;

const SESSION_FIELDS_OF_ALL = ['prompt', 'instruction', 'files', 'tools'] as const;
const OF_CHATS = ['type', 'agent', 'model', ...SESSION_FIELDS_OF_ALL] as const;

/** In [[tab]] and [[background]]: the form of a project file, with what only a template has. */
const SESSIONS: SessionShapes = (() => {
  const { draft: _draft, ...fields } = PROJECT_SESSION.table.fields;
  const { cwd: _cwd, ...added } = SESSION_FIELDS;
  const refused = {
    ...PROJECT_SESSION.table.refused,
    ...REFUSED,
    draft: 'in a template call it prompt; it is not sent without send = true',
    send: 'send is said once, for the whole template',
  };
  const expected = 'a session as {name, command} or {name, type, agent, model, prompt}';
  const table = { ...PROJECT_SESSION.table, fields: { ...fields, ...added }, refused, expected };
  const ofText = {
    ...table,
    fields: { ...table.fields, command: words('the words of a command, or a text') },
  };
  return { table, ofText, ofChats: OF_CHATS };
})();

function* readOpens(raw: RawTemplate, tell: Tell): Generator<undefined, Opens | undefined> {
  const { tab, background } = raw;
  if (tab === undefined && background === undefined) return { type: 'one', session: readOne(raw, tell) };
  for (const key of ['name', 'command', ...OF_CHATS] as const)
    if (raw[key] !== undefined)
      tell([key], `with [[tab]] or [[background]] each session has its own ${key}; leave this one out`);
  const reader = new ProjectReader(SESSIONS);
  const project: Project = yield* reader.readTabs({ tab, background });
  for (const { path, message } of reader.problems) tell(path, message);
  if (
    reader.problems.length === 0 &&
    sessionsOfTemplate({ opens: { type: 'several', project } }).length === 0
  )
    tell([], 'it opens no session');
  return { type: 'several', project };
}

function readOne(raw: RawTemplate, tell: Tell): OnlySession {
  const { name, command, type, agent, model, cwd, files, instruction, prompt, tools } = raw;
  if (command !== undefined && (command.length === 0 || command[0] === ''))
    tell(['command'], 'it has no first word, the program');
  if (command !== undefined)
    for (const key of OF_CHATS)
      if (raw[key] !== undefined) tell([key], `a program has no ${key}; leave out one of the two`);
  const given = { name, command, type, agent, model, cwd, files, instruction, prompt, tools };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(entries) as Omit<OnlySession, 'at'>), at: [] };
}

function checkSession(
  { agent, files, tools, instruction = '', prompt = '', at }: OnlySession,
  tell: Tell,
): void {
  if (agent !== undefined && tools !== undefined)
    tell([...at, 'tools'], 'an agent brings its own tools; leave out one of the two');
  if (agent !== undefined && files !== undefined)
    tell([...at, 'files'], 'an agent keeps its own context; leave out one of the two');
  const negated = files?.find((pattern) => pattern.startsWith('!'));
  if (negated !== undefined) tell([...at, 'files'], `${describe(negated)} names no files; leave out the !`);
  if (instruction.length > MOST_INSTRUCTION)
    tell(
      [...at, 'instruction'],
      `it has more than ${MOST_INSTRUCTION} characters; keep it in a file, and name that in files`,
    );
  if (isCommandText(prompt))
    tell([...at, 'prompt'], 'it is a question, not a command; it cannot begin with / or !');
}

const textsOf = ({ name = '', cwd = '', instruction = '', prompt = '' }: OnlySession): string[] => [
  name,
  cwd,
  instruction,
  prompt,
];

const tabNames = (opens: Opens): (string | undefined)[] =>
  opens.type === 'one' ? [] : opens.project.tabs.map(({ name }) => name);

/** Placeholders in the words of a command. */
function wordsOf({ command, at }: OnlySession, tell: Tell): string[] {
  if (command === undefined || typeof command === 'string') return [];
  const path = [...at, 'command'];
  return command.flatMap((word, index) => {
    const [name] = placeholdersIn(word);
    if (name === undefined) return [];
    const why = whyNotWord(command, index, name);
    if (wholePlaceholder(word) === undefined)
      tell(
        path,
        `a value fills a whole word; make {${name}} a word of its own, or write {{${name}}} for the text`,
      );
    else if (why !== undefined) tell(path, why);
    return [name];
  });
}

/** A text is read by a shell: there braces are text, but nobody may take them for placeholders. */
function checkShellText({ command, at }: OnlySession, names: readonly string[], tell: Tell): void {
  if (typeof command !== 'string') return;
  const name = placeholdersIn(command).find((each) => names.includes(each));
  if (name !== undefined)
    tell(
      [...at, 'command'],
      `a shell would read what is given for {${name}}; give the command as a list of words, or write {{${name}}} for the text`,
    );
}

/** In the order in which they are asked: those of the table, then the others. */
function readAsks(
  table: Readonly<Record<string, RawAsk>>,
  names: readonly string[],
  tell: Tell,
): readonly TemplateAsk[] {
  const given = new Map(Object.entries(table).map(([name, ask]) => [placeholderName(name), ask]));
  for (const [name, { default: preset, choices }] of given) {
    const path = ['ask', name];
    if (!names.includes(name))
      tell(
        path,
        isPlaceholderName(name)
          ? `there is no {${name}} in this template`
          : 'a placeholder is one word of letters, digits, - _ that begins with a letter',
      );
    if (choices?.length === 0) tell([...path, 'choices'], 'expected texts to choose from, found none');
    else if (choices && preset !== undefined && !choices.includes(preset))
      tell([...path, 'default'], `${describe(preset)} is not among the choices`);
  }
  const order = [...given.keys(), ...names.filter((name) => !given.has(name))];
  return order.map((name) => {
    const { title = '', default: preset, choices = [] } = given.get(name) ?? {};
    return { name, title, preset, choices };
  });
}

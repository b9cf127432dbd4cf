// The verbs of templates: templates, which lists them, and template save, which makes one of a session. Owns
// what is said of a template, and what of a session is not kept. Leaves opening one to new-from-template.ts.

import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { spellTemplate } from '../../config/templates/spell-template.js';
import {
  isCommandText,
  isTemplateName,
  sessionsOfTemplate,
  type OnlySession,
} from '../../config/templates/template.js';
import { createNameList, type ListedName } from '../../dialogs/name-list.js';
import { findSecrets, redact } from '../../log/redact.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import {
  aboutTemplate,
  listTemplates,
  templateNames,
  type ListedTemplate,
  type TemplatePlaces,
} from '../../session/templates/known-templates.js';
import { saveTemplateFile } from '../../session/templates/template-files.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine } from '../../text/visible-signs.js';
import { padToWidth, textWidth } from '../../text/width.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, done, getHere, getListSurface, say } from '../define.js';
import { templatePlaces } from './template-places.js';

async function list(context: CommandContext): Promise<CommandOutput> {
  const places = templatePlaces(context);
  const surface = getListSurface(context);
  const names = templateNames(places).names();
  if (names.length === 0) return nothing(places);
  if (!surface) {
    const listed = await listTemplates(places);
    return { ...say(spellRows(listed).join('\n')), isReference: true, json: listed.map(factsOf) };
  }
  let rows: readonly ListedName[] = names;
  surface.open(
    createNameList({
      title: 'templates',
      names: () => rows,
      note: undefined,
      onlyListed: true,
      take: (name) => ['new', '--template', name],
    }),
  );
  // The next key already belongs to the list.
  const listed = await listTemplates(places);
  rows = names.map(({ name, about }) => {
    const found =
      listed.find((each) => each.name === name && each.template) ?? listed.find((each) => each.name === name);
    return { name, about: found ? describeListed(found) : about };
  });
  surface.dialogChanged();
  return SILENT;
}

/** Where there is one line. */
const describeListed = ({ template, problem = '' }: ListedTemplate): string => {
  if (!template) return spellOnLine(`not usable: ${problem.split('\n')[0]}`);
  return template.send ? `${aboutTemplate(template)} (sends at once)` : aboutTemplate(template);
};

const nothing = ({ configFile }: TemplatePlaces): CommandOutput => ({
  ...say(
    `no templates: write [templates.NAME] in ${spellOnLine(configFile)}; ${commandWord('template save NAME')} makes one of this session`,
  ),
  json: [],
});

/** A line each, and more for what is wrong. */
function spellRows(listed: readonly ListedTemplate[]): string[] {
  const cols = Math.max(...listed.map(({ name }) => textWidth(name)));
  return listed.flatMap(({ name, file, template, problem = '' }) => {
    const head = padToWidth(name, cols);
    if (!template)
      return [
        `${head}  not usable (${spellOnLine(file)})`,
        ...problem.split('\n').map((line) => `  ${line}`),
      ];
    const asks = template.asks.map((ask) => `{${ask.name}}`).join(' ');
    return [
      `${head}  ${aboutTemplate(template)}${asks === '' ? '' : `  ${asks}`}${template.send ? '  sends' : ''}`,
    ];
  });
}

const factsOf = ({ name, file, template, problem }: ListedTemplate): object => ({
  name,
  file,
  description: template?.description ?? null,
  sessions: template ? sessionsOfTemplate(template).length : 0,
  send: template?.send ?? false,
  asks: (template?.asks ?? []).map((ask) => ({
    name: ask.name,
    title: ask.title,
    default: ask.preset ?? null,
    choices: ask.choices,
  })),
  ...(problem === undefined ? {} : { problem }),
});

async function save(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { config, caller, inspection } = context;
  const { templatesDir } = inspection.paths;
  const name = input.word('NAME')?.normalize('NFC');
  if (name === undefined) throw new UserError('template save needs a name for the template', { exitCode: 2 });
  if (!isTemplateName(name))
    throw new UserError(
      `${spellOnLine(name)} cannot name a template; use one word of letters, digits, - _ . with at least one letter`,
      { exitCode: 2 },
    );
  if (Object.hasOwn(config.templates, name))
    throw new UserError(`[templates.${name}] of config.toml would be used instead; choose another name`);
  const file = join(templatesDir, `${name}.toml`);
  const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  if (isThere && !input.has('force'))
    throw new UserError(`there is a template ${name} (${spellOnLine(file)}); --force replaces it`);
  const session = getHere(context);
  const { kept, left } = await describe(session);
  checkSecrets(session, kept, findSecrets({ ...process.env, ...caller.env }));
  const notes = left.length === 0 ? [] : [`not in it: ${left.join(', ')}`];
  const path = await saveTemplateFile(templatesDir, name, {
    text: spellTemplate(kept, notes),
    files: inspection.disk.files,
  });
  return done([`saved ${session.name} as the template ${name}: ${spellOnLine(path)}`, ...notes].join('; '));
}

/** What a template can hold of a session, and what of it is left out. */
async function describe(
  session: AnySession,
): Promise<{ kept: Omit<OnlySession, 'at' | 'name'>; left: readonly string[] }> {
  const place = isProgram(session) ? session.directory : session.record.cwd;
  const cwd = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true ? place : undefined;
  const common = cwd === undefined ? {} : { cwd };
  const inWorktree = session.record.worktree === undefined ? [] : ['that it works in a git worktree'];
  if (isProgram(session)) {
    if (session.record.private)
      throw new UserError(`secrets are typed into ${session.name}; it is not saved`);
    return { kept: { ...common, command: session.record.command }, left: inWorktree };
  }
  await session.load();
  const { type, agent, agentSettings, standing, instruction, tools, effort } = session.record;
  const model = agent === undefined ? session.record.model : agentSettings?.model;
  const draft = session.face === 'own' ? '' : session.prompt.draft;
  const how = effort ?? agentSettings?.effort;
  const isQuestion = draft.trim() !== '' && !isCommandText(draft);
  return {
    kept: {
      ...common,
      ...(type === 'chat' ? {} : { type }),
      ...(agent === undefined ? {} : { agent }),
      ...(model === undefined ? {} : { model }),
      ...(agent !== undefined || standing === undefined ? {} : { files: standing }),
      ...(instruction === undefined ? {} : { instruction }),
      ...(agent !== undefined || tools === undefined ? {} : { tools }),
      ...(isQuestion ? { prompt: draft } : {}),
    },
    left: [
      ...inWorktree,
      ...(how === undefined ? [] : [`its effort ${how}`]),
      ...(agentSettings?.mode === undefined ? [] : [`its mode ${agentSettings.mode}`]),
      ...(draft.trim() === '' || isQuestion ? [] : ['its draft, which is a command']),
    ],
  };
}

/** A file that is copied about is no place for a key. */
function checkSecrets(
  { name }: AnySession,
  { command = [], instruction = '', prompt = '' }: Omit<OnlySession, 'at' | 'name'>,
  secrets: readonly string[],
): void {
  const texts = { command: [command].flat().join(' '), instruction, draft: prompt };
  const found = Object.entries(texts).find(([, text]) => redact(text, secrets) !== text);
  if (found) throw new UserError(`the ${found[0]} of ${name} seems to hold a key; nothing was saved`);
}

export const TEMPLATE_COMMANDS: readonly Command[] = [
  command({
    name: 'templates',
    changesNothing: true,
    summary: 'templates of new sessions; choose one to open it',
    flags: [{ name: 'json', summary: 'print them as an array, with what they ask for' }],
    run: list,
  }),
  command({
    name: 'template',
    summary: 'save this session as a template',
    positionals: [
      { name: 'ACTION', called: 'an action', kind: ['save'] },
      { name: 'NAME', called: 'a name for the template', kind: 'name', suggests: 'template', optional: true },
    ],
    flags: [{ name: 'force', summary: 'replace the template of this name' }],
    run: save,
  }),
];

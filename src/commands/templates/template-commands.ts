// The verbs of templates: templates, which lists them, and template, which saves and deletes them. Owns what
// is said of a template. Leaves opening one to new-from-template.ts, and what is saved to save-template.ts.

import { sessionsOfTemplate } from '../../config/templates/template.js';
import { createNameList, type ListedName } from '../../dialogs/name-list.js';
import { diskFailure } from '../../files/disk-failure.js';
import {
  aboutTemplate,
  brokenInConfig,
  listTemplates,
  templateNames,
  type ListedTemplate,
  type TemplatePlaces,
} from '../../session/templates/known-templates.js';
import { listTemplateFiles } from '../../session/templates/template-files.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine } from '../../text/visible-signs.js';
import { padToWidth, textWidth } from '../../text/width.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { askToDelete } from '../archive-commands.js';
import { command, done, getListSurface, say } from '../define.js';
import { saveTemplate } from './save-template.js';
import { templatePlaces } from './template-places.js';

async function list(context: CommandContext): Promise<CommandOutput> {
  const places = templatePlaces(context);
  const surface = getListSurface(context);
  const broken = brokenInConfig(places);
  const names = [
    ...templateNames(places)
      .names()
      .filter(({ name }) => !broken.has(name)),
    ...Array.from(broken.keys(), (name) => ({ name, about: 'not usable' })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (!surface) {
    const listed = await listTemplates(places);
    if (listed.length === 0) return nothing(places);
    return { ...say(spellRows(listed).join('\n')), isReference: true, json: listed.map(factsOf) };
  }
  if (names.length === 0) return nothing(places);
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

/** Only files are: those of config.toml are its user's to edit. */
async function remove(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { config, inspection } = context;
  const name = input.word('NAME')?.normalize('NFC');
  if (name === undefined)
    throw new UserError('template delete needs the name of a template', { exitCode: 2 });
  const extra = ['tab', 'force'].find((flag) => input.has(flag));
  if (extra !== undefined) throw new UserError(`template delete does not take --${extra}`, { exitCode: 2 });
  const found = listTemplateFiles(inspection.paths.templatesDir).find((file) => file.name === name);
  if (!found && Object.hasOwn(config.templates, name))
    throw new UserError(`${name} is [templates.${name}] in config.toml; remove it there`);
  if (!found)
    throw new UserError(`no template ${spellOnLine(name)}; ${commandWord('templates')} lists them`, {
      exitCode: 2,
    });
  const path = spellOnLine(found.path);
  if (!input.has('yes'))
    return askToDelete(context, {
      title: `delete the template ${name} for good?`,
      lines: [path],
      refusal: `template delete removes ${path}`,
      words: ['template', 'delete', name, '--yes'],
    });
  await inspection.disk.files.unlink(found.path).catch((error: unknown) => {
    throw diskFailure(`the template ${name} cannot be deleted`, error);
  });
  return done(`deleted the template ${name}: ${path}`);
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
    summary: 'save this session or tab as a template, or delete one',
    positionals: [
      { name: 'ACTION', called: 'an action', kind: ['save', 'delete'] },
      { name: 'NAME', called: 'a name for the template', kind: 'name', suggests: 'template', optional: true },
    ],
    flags: [
      { name: 'tab', summary: 'save all sessions of this tab, with their layout' },
      { name: 'force', summary: 'replace the template of this name' },
      { name: 'yes', short: 'y', summary: 'delete without asking' },
    ],
    run: (context, input) => (input.word('ACTION') === 'delete' ? remove : saveTemplate)(context, input),
  }),
];

// All templates: those of config.toml, and those that are files. Owns which of two with one name is meant,
// and what is said when there is none. Leaves what they open to commands/templates/.

import type { ConfigProblem } from '../../config/parse-config.js';
import { TEMPLATE_NAME_RULE, type Template } from '../../config/templates/template.js';
import { commandWord } from '../../text/mentions.js';
import { nearest } from '../../text/nearest.js';
import { orList } from '../../text/or-list.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine } from '../../text/visible-signs.js';
import { Pace } from '../../loop/slice.js';
import {
  keptTemplate,
  listTemplateFiles,
  misnamedFiles,
  readTemplateFile,
  type FindFaults,
} from './template-files.js';

export interface TemplatePlaces {
  /** Of config.toml, by their names. */
  readonly templates: Readonly<Record<string, Template>>;
  /** What is wrong in config.toml. */
  readonly configProblems: readonly Pick<ConfigProblem, 'drops' | 'text'>[];
  readonly configFile: string;
  readonly templatesDir: string;
  readonly faultsOf: FindFaults;
}

export interface ListedTemplate {
  name: string;
  /** The file that it is in. */
  file: string;
  /** undefined: it cannot be used. */
  template: Template | undefined;
  /** Why not, a line each. */
  problem?: string;
}

/** By name. Never rejects for what is in a file. */
export async function listTemplates(places: TemplatePlaces): Promise<ListedTemplate[]> {
  const { templates, configFile, templatesDir, faultsOf } = places;
  const listed: ListedTemplate[] = Object.values(templates).map((template) => {
    const row = { name: template.name, file: configFile };
    const [fault] = faultsOf(template);
    return fault ? { ...row, template: undefined, problem: fault.message } : { ...row, template };
  });
  const broken = brokenInConfig(places);
  for (const [name, problem] of broken) listed.push({ name, file: configFile, template: undefined, problem });
  for (const { name, path } of misnamedFiles(templatesDir))
    listed.push({
      name: spellOnLine(name),
      file: path,
      template: undefined,
      problem: `it cannot name a template; ${TEMPLATE_NAME_RULE}`,
    });
  const pace = new Pace();
  for (const file of listTemplateFiles(templatesDir)) {
    await pace.pause();
    const { name, path } = file;
    const row = { name, file: path };
    if (broken.has(name) || Object.hasOwn(templates, name)) {
      const which = broken.has(name) ? 'which is meant' : 'which is used';
      listed.push({
        ...row,
        template: undefined,
        problem: `config.toml has [templates.${name}] too, ${which}`,
      });
      continue;
    }
    try {
      listed.push({ ...row, template: await readTemplateFile(file, faultsOf) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      listed.push({ ...row, template: undefined, problem: error.text });
    }
  }
  return listed.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** What a problem says is in force in its place: here it is nothing. */
const INSTEAD = /; (?:what was set before stays|its table is ignored)$/;

/** By their names: those that config.toml has and cannot be used, with all that is wrong, a line each. */
export function brokenInConfig({ templates, configProblems }: TemplatePlaces): ReadonlyMap<string, string> {
  const broken = new Map<string, string>();
  for (const { drops, text } of configProblems) {
    const [option, name] = drops;
    if (option !== 'templates' || name === undefined || Object.hasOwn(templates, name)) continue;
    broken.set(
      name,
      [...(broken.get(name)?.split('\n') ?? []), spellOnLine(text.replace(INSTEAD, ''))].join('\n'),
    );
  }
  return broken;
}

const isAllTemplates = ([option, name]: readonly string[]): boolean =>
  option === 'templates' && name === undefined;

/**
 * At once, if its file was read before: what is typed next is for what it opens. Throws a UserError, or
 * rejects with one: there is none, or what is wrong with it.
 */
export function findTemplate(given: string, places: TemplatePlaces): Template | Promise<Template> {
  const { templates, templatesDir, faultsOf } = places;
  const name = given.normalize('NFC');
  const known = Object.hasOwn(templates, name) ? templates[name] : undefined;
  const [fault] = known ? faultsOf(known) : [];
  if (fault) throw new UserError(`[templates.${name}] cannot be used: ${spellOnLine(fault.message)}`);
  if (known) return known;
  const broken = brokenInConfig(places);
  const problem = broken.get(name);
  if (problem !== undefined) throw new UserError(`[templates.${name}] cannot be used:\n${problem}`);
  const files = listTemplateFiles(templatesDir);
  const file = files.find((each) => each.name === name);
  const read = file && keptTemplate(file.path);
  if (read && faultsOf(read).length === 0) return read;
  if (file) return readTemplateFile(file, faultsOf);
  const unread = places.configProblems.find(({ drops }) => drops.length === 0 || isAllTemplates(drops));
  if (unread)
    throw new UserError(`no template ${spellOnLine(given)}; ${spellOnLine(unread.text)}`, { exitCode: 2 });
  const names = [...Object.keys(templates), ...files.map((each) => each.name)];
  const near = nearest(name, names);
  const wayOut =
    near.length > 0
      ? `did you mean ${orList(near)}?`
      : names.length > 0
        ? `${commandWord('templates')} lists them`
        : `there are none; ${commandWord('template save NAME')} makes one of this session`;
  throw new UserError(`no template ${spellOnLine(given)}; ${wayOut}`, { exitCode: 2 });
}

/** For completion, at once. */
export interface TemplateNames {
  names(): { name: string; about: string }[];
  /** undefined: it is not known, or not read yet; then it is from now on. */
  find(name: string): Template | undefined;
}

export const templateNames = ({
  templates,
  templatesDir,
}: Pick<TemplatePlaces, 'templates' | 'templatesDir'>): TemplateNames => ({
  names: () => {
    const own = Object.values(templates).map((template) => ({
      name: template.name,
      about: aboutTemplate(template),
    }));
    const files = listTemplateFiles(templatesDir).filter(({ name }) => !Object.hasOwn(templates, name));
    const listed = files.map(({ name, path }) => {
      const template = keptTemplate(path);
      return { name, about: template ? aboutTemplate(template) : '' };
    });
    return [...own, ...listed].sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  find: (name) => {
    if (Object.hasOwn(templates, name)) return templates[name];
    const file = listTemplateFiles(templatesDir).find((each) => each.name === name);
    if (!file) return undefined;
    const found = keptTemplate(file.path);
    // What is wrong with it is said when it is used.
    if (!found) void readTemplateFile(file).catch(() => {});
    return found;
  },
});

/** What it is for, on a line. */
export function aboutTemplate({ description, opens }: Pick<Template, 'description' | 'opens'>): string {
  if (description !== undefined) return spellOnLine(description);
  if (opens.type === 'several') {
    const { tabs, background } = opens.project;
    const parts = [
      ...(tabs.length === 0 ? [] : [tabs.length === 1 ? '1 tab' : `${tabs.length} tabs`]),
      ...(background.length === 0 ? [] : [`${background.length} in the background`]),
    ];
    return parts.join(', ');
  }
  const { type, agent, command, prompt } = opens.session;
  if (typeof command === 'object') return spellOnLine(command.join(' '));
  return spellOnLine(prompt ?? agent ?? type ?? 'a chat');
}

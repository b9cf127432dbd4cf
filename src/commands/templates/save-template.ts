// `template save NAME`: this session as a template, or with --tab all of its tab with their layout. Owns what
// of a session is kept, and that no key is. Leaves the text to config/templates/, the file to
// session/templates/.

import { lstatSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { sessionsOf } from '../../config/project/project.js';
import { spellTabTemplate, spellTemplate, type KeptSession } from '../../config/templates/spell-template.js';
import {
  isCommandText,
  isTemplateName,
  MAX_TEMPLATE_BYTES,
  TEMPLATE_NAME_RULE,
} from '../../config/templates/template.js';
import { findSecrets, redact } from '../../log/redact.js';
import { panesOf } from '../../panes/workspace.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import { freezeProject } from '../../session/projects/freeze-project.js';
import { brokenInConfig } from '../../session/templates/known-templates.js';
import { saveTemplateFile } from '../../session/templates/template-files.js';
import { countOf } from '../../text/name-list.js';
import { describeBytes } from '../../text/text-size.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine } from '../../text/visible-signs.js';
import type { CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { done, getHere } from '../define.js';
import { templatePlaces } from './template-places.js';

export async function saveTemplate(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { inspection } = context;
  const { templatesDir } = inspection.paths;
  const name = checkTemplateName(context, input);
  const { text, notes, what } = await (input.has('tab') ? tabText(context) : sessionText(context));
  if (Buffer.byteLength(text) > MAX_TEMPLATE_BYTES)
    throw new UserError(
      `${what} is too large for a template, which has at most ${describeBytes(MAX_TEMPLATE_BYTES)}; nothing was saved`,
    );
  const path = await saveTemplateFile(templatesDir, name, { text, files: inspection.disk.files });
  return done([`saved ${what} as the template ${name}: ${spellOnLine(path)}`, ...notes].join('; '));
}

function checkTemplateName(context: CommandContext, input: ParsedArguments): string {
  const { config, inspection } = context;
  const name = input.word('NAME')?.normalize('NFC');
  if (name === undefined) throw new UserError('template save needs a name for the template', { exitCode: 2 });
  if (input.has('yes')) throw new UserError('template save does not take --yes', { exitCode: 2 });
  if (!isTemplateName(name))
    throw new UserError(`${spellOnLine(name)} cannot name a template; ${TEMPLATE_NAME_RULE}`, {
      exitCode: 2,
    });
  if (Object.hasOwn(config.templates, name) || brokenInConfig(templatePlaces(context)).has(name))
    throw new UserError(`[templates.${name}] of config.toml would be used instead; choose another name`);
  const file = join(inspection.paths.templatesDir, `${name}.toml`);
  const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  if (isThere && !input.has('force'))
    throw new UserError(`there is a template ${name} (${spellOnLine(file)}); --force replaces it`);
  return name;
}

interface TemplateText {
  text: string;
  /** What is not in it. */
  notes: readonly string[];
  /** Of what it was made. */
  what: string;
}

async function sessionText(context: CommandContext): Promise<TemplateText> {
  const session = getHere(context);
  if (isProgram(session) && session.record.private)
    throw new UserError(`secrets are typed into ${session.name}; it is not saved`);
  const { kept, left } = await describe(session);
  checkSecrets(session, kept, secretsOf(context));
  const notes = left.length === 0 ? [] : [`not in it: ${left.join(', ')}`];
  return { text: spellTemplate(kept, notes), notes, what: session.name };
}

async function tabText(context: CommandContext): Promise<TemplateText> {
  const { coordinator, viewer } = context;
  const tab = coordinator.arrangement.currentTab(viewer);
  const inTab = new Set(panesOf(tab).map(({ session }) => session));
  const sessions = coordinator.sessions.filter(({ id }) => inTab.has(id));
  const secrets = secretsOf(context);
  const { project, head } = freezeProject({
    tabs: [tab],
    sessions: sessions.map(({ record }) => ({ record, directory: undefined, draft: '' })),
    directory: undefined,
    secrets,
  });
  const [layout] = project.tabs;
  if (!layout) throw new UserError(`nothing in this tab can be saved: ${head.join('; ')}`);
  const written = new Set(sessionsOf(project).map(({ name }) => name));
  const kept = new Map<string, KeptSession>();
  const notes = [...head];
  for (const session of sessions.filter(({ name }) => written.has(name))) {
    // Its name: loading it may take a while.
    const { name } = session;
    const { kept: own, left } = await describe(session);
    checkSecrets(session, own, secrets);
    kept.set(name, own);
    if (left.length > 0) notes.push(`not in it of ${name}: ${left.join(', ')}`);
  }
  return {
    text: spellTabTemplate(layout, { kept, left: notes }),
    notes,
    what: `the tab with ${countOf(kept.size, 'session')}`,
  };
}

const secretsOf = ({ caller }: CommandContext): readonly string[] =>
  findSecrets({ ...process.env, ...caller.env });

/** What a template can hold of a session, and what of it is left out. */
async function describe(session: AnySession): Promise<{ kept: KeptSession; left: readonly string[] }> {
  const place = isProgram(session) ? session.directory : session.record.cwd;
  const cwd =
    statSync(place === '~' ? homedir() : place, { throwIfNoEntry: false })?.isDirectory() === true
      ? place
      : undefined;
  const common = cwd === undefined ? {} : { cwd };
  const inWorktree = session.record.worktree === undefined ? [] : ['that it works in a git worktree'];
  if (isProgram(session)) return { kept: { ...common, command: session.record.command }, left: inWorktree };
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
  { command = [], instruction = '', prompt = '' }: KeptSession,
  secrets: readonly string[],
): void {
  const texts = { command: [command].flat().join(' '), instruction, draft: prompt };
  const found = Object.entries(texts).find(([, text]) => redact(text, secrets) !== text);
  if (found) throw new UserError(`the ${found[0]} of ${name} seems to hold a key; nothing was saved`);
}

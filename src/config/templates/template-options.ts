// The table of templates in the config (pure), which is also the form of a file in templates/. Owns which
// keys a template has. Leaves what they mean together to read-template.ts.

import { text, type Option, type Shape } from '../shape.js';
import type { Template } from './template.js';

/** Of one template, as it is written. */
export interface RawTemplate {
  description?: string | undefined;
  type?: string | undefined;
  agent?: string | undefined;
  model?: string | undefined;
  name?: string | undefined;
  command?: readonly string[] | undefined;
  cwd?: string | undefined;
  files?: readonly string[] | undefined;
  instruction?: string | undefined;
  prompt?: string | undefined;
  send?: boolean | undefined;
  tools?: boolean | undefined;
  ask?: Readonly<Record<string, RawAsk>> | undefined;
  tab?: unknown;
  background?: unknown;
}

export interface RawAsk {
  title?: string | undefined;
  default?: string | undefined;
  choices?: readonly string[] | undefined;
}

const FLAG: Shape = { type: 'flag', expected: 'true or false' };
const WORDS = 'the words of a command as a list';
const FILES = 'a list of paths and patterns, such as ["docs/*.md"]';
const CHOICES = 'a list of texts to choose from';

/** No system call takes a NUL. */
const whole = (expected: string): Shape => ({
  type: 'text',
  expected,
  allows: (value) => !value.includes('\0'),
});

const ASK_FIELDS: Record<keyof RawAsk, Shape> = {
  title: text('what is asked for, as text'),
  default: { type: 'text', mayBeEmpty: true, expected: 'a value as text' },
  choices: { type: 'list', of: text(CHOICES), expected: CHOICES },
};

export const SESSION_FIELDS = {
  type: text('a type'),
  agent: text('the name of an agent, such as "claude"'),
  model: text('a model'),
  cwd: whole('a directory as text'),
  files: { type: 'list', of: whole(FILES), expected: FILES },
  instruction: text('an instruction to the model as text'),
  prompt: whole('the first question as text'),
  tools: FLAG,
} satisfies Record<string, Shape>;

const FIELDS: Record<keyof RawTemplate, Shape> = {
  description: text('a line that says what it is for'),
  name: whole('the name of the session, such as "fix-{issue}"'),
  command: {
    type: 'list',
    of: { ...whole(WORDS), mayBeEmpty: true } as Shape,
    expected: WORDS,
  },
  ...SESSION_FIELDS,
  send: FLAG,
  ask: {
    type: 'map',
    of: {
      type: 'table',
      fields: ASK_FIELDS,
      shorthand: 'title',
      expected: 'a text, or a table with title, default, choices',
    },
    expected: 'a table of placeholders',
  },
  tab: { type: 'any', expected: '[[tab]] as in a project file' },
  background: { type: 'any', expected: '[[background]] as in a project file' },
};

const ELSEWHERE = 'a template opens sessions, nothing else';

export const REFUSED = { env: ELSEWHERE, environment: ELSEWHERE, run: ELSEWHERE } as const;

/** One wrong value and the template is not used: half of it would be another. */
export const TEMPLATE_SHAPE: Extract<Shape, { type: 'table' }> = {
  type: 'table',
  fields: FIELDS,
  isWhole: true,
  refused: {
    ...REFUSED,
    templates: 'a file in templates/ is one template; leave out [templates.NAME]',
    version: 'a template has no version; leave it out',
    layout: 'the layout of several sessions is that of a [[tab]]',
    draft: 'call it prompt; it is not sent without send = true',
    directory: 'call it cwd',
  },
  expected: 'a template',
};

/** Templates by their names. What is written of each is read when the config is. */
export const TEMPLATES_OPTION: Option<Record<string, Template>> = {
  name: 'templates',
  shape: { type: 'map', of: TEMPLATE_SHAPE, expected: 'a table of templates' },
  default: {},
  reason:
    'Templates of new sessions, for new --template NAME and the list of templates; a file NAME.toml in the directory templates beside this file is one too. {placeholders} in name, cwd, instruction, prompt and the words of command are asked for, [templates.NAME.ask] says more of them. The prompt is not sent unless send = true. [[templates.NAME.tab]] opens several sessions in the form of a project file.',
  example:
    '[templates.fix]\ntype = "debug"\nname = "fix-{issue}"\nfiles = ["CONTRIBUTING.md"]\nprompt = "Find the cause of issue {issue}: {title}"\nask.issue = "number of the issue"',
};

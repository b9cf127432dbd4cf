// Templates of the status line (pure): which values there are, how a template is read, in which order values
// are dropped. Owns the syntax, its faults and the defaults. Leaves what a value says to server/view/ and how
// it is fitted and drawn to frame/.
// Invariant: a layout has {tabs} exactly once, and {warning} at most once, whatever the templates are.

/** In the order in which messages list them; `run:NAME` as well, for each entry of [status.run]. */
export const STATUS_VALUES = [
  'tabs',
  'waiting',
  'unseen',
  'answering',
  'session',
  'model',
  'context',
  'cost_today',
  'branch',
  'host',
  'clock',
  'zoomed',
  'sync',
  'read_only',
  'warning',
  'hint',
] as const;

export const DEFAULT_LEFT = '{tabs}';
export const DEFAULT_RIGHT = ' {waiting} {unseen} {sync} {read_only} {hint} ';
/** The least missed first; `run` means every run:NAME. */
export const DEFAULT_DROP: readonly string[] = [
  'hint',
  'host',
  'clock',
  'run',
  'cost_today',
  'branch',
  'context',
  'model',
  'session',
  'answering',
  'zoomed',
  'unseen',
  'waiting',
  'sync',
  'read_only',
];

/** How often a command runs if its entry does not say, in seconds. */
export const DEFAULT_EVERY_S = 30;

export interface StatusCommandOptions {
  /** For /bin/sh -c. */
  command?: string | undefined;
  every_s?: number | undefined;
}

/** The table [status] of the config. */
export interface StatusOptions {
  left?: string | undefined;
  right?: string | undefined;
  drop?: readonly string[] | undefined;
  run?: Readonly<Record<string, StatusCommandOptions>> | undefined;
}

export interface TemplatePart {
  /** Between this value and one before it, if both are shown; empty for the first. */
  before: string;
  /** From within the braces: shown if the value is. */
  label: string;
  /** As in STATUS_VALUES, or `run:NAME`. */
  value: string;
}

/** start, after: shown if any part is, or if there are none. */
export interface Template {
  start: string;
  parts: readonly TemplatePart[];
  after: string;
}

export interface StatusLayout {
  left: Template;
  right: Template;
  /** First to last; complete. */
  drop: readonly string[];
  /** Values that the templates name. */
  names: ReadonlySet<string>;
}

export interface StatusFault {
  /** In the config, below `status`. */
  path: readonly string[];
  message: string;
}

const RUN = 'run:';
/** Nobody reads more of one text, and the whole text is left out for the first. */
const MOST_FAULTS = 50;
/** Always shown, so there must be room. */
const ONCE: readonly string[] = ['tabs', 'warning'];
/** An opening brace twice, a value, or a brace that nothing closes. */
const BRACES = /\{\{|\{([^{}]*)\}|\{/g;
/** A label, if there is one, and the name of a value at the end. */
const LABELLED = /^(.*?)(run:\S+|[\w-]+)\s*$/;

/** faults: what `qmux config check` reports; values at fault are left out of the layout. */
export function readStatus(options: StatusOptions): { layout: StatusLayout; faults: StatusFault[] } {
  const faults: StatusFault[] = [];
  const runs = options.run ?? {};
  for (const [name, { command }] of Object.entries(runs))
    if (command === undefined)
      faults.push({ path: ['run', name], message: 'needs command = "…", what to run' });
  const known = (value: string): boolean =>
    value.startsWith(RUN)
      ? runs[value.slice(RUN.length)]?.command !== undefined
      : STATUS_VALUES.some((each) => each === value);

  const tellerOf = (name: string): ((message: string) => void) => {
    let count = 0;
    return (message) => {
      if (++count <= MOST_FAULTS) faults.push({ path: [name], message });
    };
  };
  const names = new Set<string>();
  const read = (side: 'left' | 'right', text: string): Template => {
    const { start, parts, after, isOpen } = parseTemplate(text);
    const fault = tellerOf(side);
    if (isOpen) fault('a { without its }; write {{ for a brace');
    const valid = parts.filter(({ value }) => {
      if (!known(value)) fault(describeUnknown(value));
      else if (!ONCE.includes(value) || !names.has(value)) return names.add(value);
      else fault(`{${value}} can be shown only once`);
      return false;
    });
    return { start, parts: valid, after };
  };
  const left = read('left', options.left ?? DEFAULT_LEFT);
  const right = read('right', options.right ?? DEFAULT_RIGHT);
  const tellDrop = tellerOf('drop');
  const drop = (options.drop ?? []).filter((name) => {
    const isDropped = DEFAULT_DROP.includes(name) || (name.startsWith(RUN) && known(name));
    if (!isDropped) tellDrop(describeUndropped(name));
    return isDropped;
  });
  const layout = {
    left: names.has('tabs') ? left : withTabs(left),
    right,
    drop: [...new Set([...drop, ...DEFAULT_DROP])],
    names: names.add('tabs'),
  };
  return { layout, faults };
}

function withTabs({ start, parts, after }: Template): Template {
  const [first, ...others] = parts;
  const rest = first ? [{ ...first, before: start }, ...others] : [];
  const tabs = { before: '', label: '', value: 'tabs' };
  return { start: '', parts: [tabs, ...rest], after: first ? after : start + after };
}

/** isOpen: a brace that nothing closes is in it, as text. */
export function parseTemplate(text: string): Template & { isOpen: boolean } {
  const parts: TemplatePart[] = [];
  let start = '';
  let before = '';
  let isOpen = false;
  let end = 0;
  for (const { 0: found, 1: value, index } of text.matchAll(BRACES)) {
    before += text.slice(end, index);
    end = index + found.length;
    if (value === undefined) {
      isOpen ||= found === '{';
      before += '{';
    } else {
      const [, label = '', name = value] = LABELLED.exec(value) ?? [];
      if (parts.length === 0) [start, before] = [before, ''];
      parts.push({ before, label, value: name });
      before = '';
    }
  }
  return { start, parts, after: before + text.slice(end), isOpen };
}

/** Whether an entry of `drop` means this value. */
export const isDroppedAs = (entry: string, value: string): boolean =>
  entry === value || (entry === 'run' && value.startsWith(RUN));

/** NAME of `run:NAME`; undefined for other values. */
export const runNameOf = (value: string): string | undefined =>
  value.startsWith(RUN) ? value.slice(RUN.length) : undefined;

function describeUnknown(value: string): string {
  const name = runNameOf(value);
  if (name !== undefined) return `{${value}} needs command = "…" in [status.run.${name || 'NAME'}]`;
  return `unknown value {${value}}; known are ${STATUS_VALUES.map((each) => `{${each}}`).join(', ')}, {run:NAME}`;
}

function describeUndropped(name: string): string {
  if (ONCE.includes(name)) return `${name} is always shown, and cannot be dropped`;
  return `unknown value ${name}; ${DEFAULT_DROP.join(', ')} and run:NAME can be dropped`;
}

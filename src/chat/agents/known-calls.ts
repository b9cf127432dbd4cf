// The tool calls of an agent's session as they are now (pure). Owns merging what is said of a call at several
// times, and reporting only what is new. Leaves reading the fields to tool-content.ts.

import { newCall, type ModelEvent, type ToolCall, type ToolUpdate } from '../model-event.js';
import { diffsOfInput, planOfInput } from './tool-content.js';
import { asFields, defined, isSame } from './wire-fields.js';

/** Calls that have ended are forgotten from here on, the oldest first. */
const MAX_KNOWN_CALLS = 256;
/** Deeper input is cut: what walks through it would exhaust the stack. */
const MAX_DEPTH = 64;

export class KnownCalls {
  readonly #calls = new Map<string, ToolCall>();

  readonly #clean: (text: string) => string;

  /** clean: text of a call without secrets. */
  constructor(clean: (text: string) => string) {
    this.#clean = clean;
  }

  /** Of calls that have not ended. */
  get hasOpen(): boolean {
    return [...this.#calls.values()].some((call) => isOpen(call));
  }

  has(id: string): boolean {
    return this.#calls.has(id);
  }

  update(given: ToolUpdate): ModelEvent[] {
    return this.#merge(this.#cleaned(given));
  }

  /**
   * asked: what a permission says of the call, which may not have been announced. The call is what the user
   * is asked about; of what OpenCode repeats shortened, only what is new is kept.
   */
  ask(asked: ToolUpdate): { call: ToolCall; events: ModelEvent[] } {
    const said = this.#cleaned(asked);
    const before = this.#calls.get(asked.id);
    const events = this.#merge(before ? onlyMissing(said, before) : said);
    return { call: { ...(this.#calls.get(asked.id) ?? newCall(asked.id)), ...said }, events };
  }

  /** The call will not be reported again, and has done nothing more. */
  fail(id: string): ModelEvent[] {
    const call = this.#calls.get(id);
    return call && isOpen(call) ? this.#merge({ id, status: 'failed' }) : [];
  }

  failOpen(): ModelEvent[] {
    return [...this.#calls.keys()].flatMap((id) => this.fail(id));
  }

  hasInput(id: string): boolean {
    return this.#calls.get(id)?.input !== undefined;
  }

  kindOf(id: string): ToolCall['kind'] | undefined {
    return this.#calls.get(id)?.kind;
  }

  #merge(given: ToolUpdate): ModelEvent[] {
    const before = this.#calls.get(given.id);
    const said = { ...(before ?? newCall(given.id)), ...given };
    const derived = said.kind === 'edit' && said.diffs.length === 0 ? diffsOfInput(said.input) : [];
    const call = derived.length > 0 ? { ...said, diffs: derived } : said;
    this.#calls.set(call.id, call);
    this.#forgetOld();
    const entries = isSame(call.input, before?.input) ? undefined : planOfInput(call.input);
    const plan: ModelEvent[] = entries ? [{ type: 'plan', entries }] : [];
    if (!before) return [{ type: 'tool', update: call }, ...plan];
    // OpenCode says everything each time.
    const update = onlyChanged(call, before);
    return Object.keys(update).length > 1 ? [{ type: 'tool', update }, ...plan] : [];
  }

  #cleaned(update: ToolUpdate): ToolUpdate {
    const { input, output, diffs, title } = update;
    const clean = this.#clean;
    return {
      ...update,
      ...defined({
        title: title === undefined ? undefined : clean(title),
        input: input === undefined ? undefined : cleanDeep(input, clean),
        output: output === undefined ? undefined : clean(output),
        diffs: diffs?.map((diff) => ({
          path: diff.path,
          old: diff.old === null ? null : clean(diff.old),
          new: clean(diff.new),
        })),
      }),
    };
  }

  #forgetOld(): void {
    if (this.#calls.size <= MAX_KNOWN_CALLS) return;
    for (const [id, call] of this.#calls) {
      if (isOpen(call)) continue;
      this.#calls.delete(id);
      return;
    }
  }
}

const isOpen = ({ status }: ToolCall): boolean => status === 'pending' || status === 'in_progress';

function onlyChanged(call: ToolCall, before: ToolCall): ToolUpdate {
  const changed = Object.entries(call).filter(
    ([name, value]) => !isSame(value, before[name as keyof ToolCall]),
  );
  return { ...Object.fromEntries(changed), id: call.id };
}

/** What of the update the call lacks. */
const onlyMissing = ({ input, diffs, paths }: ToolUpdate, call: ToolCall): ToolUpdate => ({
  id: call.id,
  ...defined({
    input: call.input === undefined ? input : undefined,
    diffs: call.diffs.length === 0 ? diffs : undefined,
    paths: call.paths.length === 0 ? paths : undefined,
  }),
});

function cleanDeep(value: unknown, clean: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.map((each) => cleanDeep(each, clean, depth + 1));
  const fields = Object.entries(asFields(value) ?? {});
  return Object.fromEntries(fields.map(([name, each]) => [name, cleanDeep(each, clean, depth + 1)]));
}

// The tool calls of an agent's session as they are now (pure). Owns merging what is said of a call at several
// times, and reporting only what is new. Leaves reading the fields to tool-content.ts.

import { cleanUpdate } from '../clean-update.js';
import { newCall, type ModelEvent, type ToolCall, type ToolKind, type ToolUpdate } from '../model-event.js';
import type { NamedSecrets } from './named-secrets.js';
import { capOutput } from '../tool-text.js';
import { diffsOfInput, planOfInput } from './tool-content.js';
import { defined, isSame } from './wire-fields.js';

/** Calls that have ended are forgotten from here on, the oldest first. */
const MAX_KNOWN_CALLS = 256;

/** What must be asked for in a mode that asks. */
const CHANGES: readonly ToolKind[] = ['edit', 'delete', 'move', 'execute'];

export type CallSecrets = Pick<NamedSecrets, 'name' | 'nameSoFar'>;

export class KnownCalls {
  readonly #calls = new Map<string, ToolCall>();
  /** Those that the user was not asked about, although they began in a mode that asks. */
  readonly #unasked = new Set<string>();
  readonly #alwaysAllowed = new Set<ToolKind>();
  /** Those that run in the background, or whose end the agent has not reported. */
  #leftOpen: ReadonlySet<string> = new Set();

  readonly #secrets: CallSecrets;
  readonly #asksNow: () => boolean;

  /** asksNow: the agent asks before it changes something. */
  constructor(secrets: CallSecrets, asksNow: () => boolean) {
    this.#secrets = secrets;
    this.#asksNow = asksNow;
  }

  /** Of calls that have not ended. */
  get hasOpen(): boolean {
    return [...this.#calls.values()].some((call) => isOpen(call));
  }

  beginTurn(): void {
    this.#leftOpen = new Set([...this.#calls.values()].filter(isOpen).map(({ id }) => id));
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
    this.#unasked.delete(asked.id);
    return { call: { ...(this.#calls.get(asked.id) ?? newCall(asked.id)), ...said }, events };
  }

  /** The agent will not ask about others of this kind. */
  allowAlways({ kind }: ToolCall): void {
    this.#alwaysAllowed.add(kind);
  }

  /** The call will not be reported again, and has done nothing more. */
  fail(id: string): ModelEvent[] {
    const call = this.#calls.get(id);
    return call && isOpen(call) ? this.#merge({ id, status: 'failed' }) : [];
  }

  /** Of the turn that runs; the end of what an earlier one left open says nothing about it. */
  failOpen(): ModelEvent[] {
    const ids = [...this.#calls.keys()].filter((id) => !this.#leftOpen.has(id));
    return ids.flatMap((id) => this.fail(id));
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
    if (!before && this.#asksNow()) this.#unasked.add(call.id);
    this.#forgetOld();
    const entries = isSame(call.input, before?.input) ? undefined : planOfInput(call.input);
    const plan: ModelEvent[] = entries ? [{ type: 'plan', entries }] : [];
    const isEnd = call.status === 'completed' && before?.status !== 'completed';
    const mark = isEnd && this.#ranUnasked(call) ? { unasked: true as const } : {};
    if (!before) return [{ type: 'tool', update: { ...call, ...mark } }, ...plan];
    // OpenCode says everything each time.
    const update = { ...onlyChanged(call, before), ...mark };
    return Object.keys(update).length > 1 ? [{ type: 'tool', update }, ...plan] : [];
  }

  #ranUnasked({ id, kind }: ToolCall): boolean {
    return this.#unasked.has(id) && CHANGES.includes(kind) && !this.#alwaysAllowed.has(kind);
  }

  #cleaned(update: ToolUpdate): ToolUpdate {
    const secrets = this.#secrets;
    const clean = (text: string): string => secrets.name(text);
    const status = update.status ?? this.#calls.get(update.id)?.status;
    // While it still prints, the end of its output may be half a secret.
    const soFar =
      status === 'completed' || status === 'failed' ? clean : (text: string) => secrets.nameSoFar(text).clean;
    return cleanUpdate(update, clean, (output) => capOutput(soFar(output)));
  }

  #forgetOld(): void {
    if (this.#calls.size <= MAX_KNOWN_CALLS) return;
    for (const [id, call] of this.#calls) {
      if (isOpen(call)) continue;
      this.#calls.delete(id);
      this.#unasked.delete(id);
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

// Closed sessions as open ones again: some by their names, or the whole last close with its panes. Owns what
// an undo of a close brings back (number, name, panes, focus, the undo of the layout) and what it says of the
// rest. Leaves the steps themselves to closes.ts, where panes go to panes/closed-panes.ts and processes to
// lives.ts. Invariant: the panes come back in one change, after the last session is open.

import { paneOfSession } from '../../panes/workspace.js';
import { othersTurn, Pace } from '../../loop/slice.js';
import { whileItLasts } from '../../loop/while-it-lasts.js';
import { changeRecord, type SessionRecord } from '../../store/session-record.js';
import { countOf, nameList } from '../../text/name-list.js';
import { UserError } from '../../text/user-error.js';
import { isProgram, type AnySession } from '../any-session.js';
import type { Arrangement } from '../arrangement/arrangement.js';
import type { Viewer } from '../arrangement/viewers.js';
import type { CoordinatorPorts } from '../coordinator-ports.js';
import { uniqueName } from '../names/names.js';
import { lowestFreeNumber } from '../names/numbers.js';
import type { SessionLimits } from '../session-limits.js';
import type { CloseStep, Closes } from './closes.js';
import type { Lives } from './lives.js';
import type { StandIns } from './stand-ins.js';

export interface ReopeningPorts {
  readonly lives: Lives;
  readonly closes: Closes;
  readonly standIns: StandIns;
  readonly limits: SessionLimits;
  readonly arrangement: Arrangement;
  readonly around: Pick<CoordinatorPorts, 'disk' | 'listener' | 'stamps'>;
  make(record: SessionRecord): AnySession;
  /** Goes to it, in the focused pane if it has none. */
  show(viewer: Viewer, session: AnySession): void;
  settle(): void;
}

export interface Reopened {
  readonly sessions: readonly AnySession[];
  /** What is not as it was, a sentence each; lower case. */
  readonly notes: readonly string[];
}

const MANY = 50;

/** 'own': it had this number before it was closed, and has it again if it is free. */
type Numbering = 'own' | 'lowest';

export class Reopening {
  readonly #ports: ReopeningPorts;

  constructor(ports: ReopeningPorts) {
    this.#ports = ports;
  }

  /**
   * Those that the words mean, each once, and none if a word is wrong; the viewer goes to the first. Those
   * that are still ending are waited for. undefined: the one that was closed last.
   */
  async named(viewer: Viewer, words: readonly (string | undefined)[]): Promise<AnySession[]> {
    const { lives, limits, standIns } = this.#ports;
    const open = lives.open;
    const meant = words.map(
      (word) =>
        (word === undefined ? undefined : lives.archive.get(word)) ?? lives.archive.resolve(word, open),
    );
    const named = [...new Map(meant.map((record) => [record.id, record])).values()];
    limits.check(lives.openCount + named.length - 1);
    const others = (): AnySession[] => lives.open.filter((session) => !standIns.yields(viewer, session));
    const opened: AnySession[] = [];
    try {
      for (const record of named) opened.push(await this.#openNamed(record, others));
    } catch (error) {
      const said = opened.length === 0 ? '' : `; ${nameList(opened.map(({ name }) => name))} came back`;
      throw said !== '' && error instanceof UserError ? new UserError(`${error.text}${said}`) : error;
    } finally {
      const [first] = opened;
      if (first) this.#ports.show(viewer, first);
    }
    return opened;
  }

  async #openNamed({ id, name }: SessionRecord, others: () => readonly AnySession[]): Promise<AnySession> {
    const { lives, around } = this.#ports;
    await around.disk.takeOver({ id, name });
    const record = lives.archive.get(id);
    if (!record) throw new UserError(`${name} is already open`);
    return this.#waitFor(this.#open(record, { others, numbering: 'lowest' }), [name]);
  }

  /** The whole last close; before there was one, the session that was closed last. */
  async last(viewer: Viewer): Promise<Reopened> {
    const { lives, closes, limits } = this.#ports;
    const step = closes.last((id) => lives.archive.has(id));
    if (!step) return { sessions: await this.named(viewer, [undefined]), notes: [] };
    const ids = step.sessions.filter((id) => lives.archive.has(id));
    const standIn = step.standIn === undefined ? undefined : lives.find(step.standIn);
    if (standIn) this.#ports.standIns.adopt(standIn);
    limits.check(lives.openCount - this.#ports.standIns.unused.length + ids.length - 1);
    closes.remove(step);
    const back = await this.#openAll(step, ids);
    if (back.sessions.length === 0) {
      closes.add(step);
      throw new UserError(back.notes.join('; '));
    }
    const notes = [...this.#lost(step, ids), ...back.notes, ...this.#place(viewer, step, back.sessions)];
    return { sessions: back.sessions, notes };
  }

  async #openAll(
    step: CloseStep,
    ids: readonly string[],
  ): Promise<{ sessions: AnySession[]; notes: string[] }> {
    const { lives } = this.#ports;
    this.#giveWay(ids.flatMap((id) => lives.archive.get(id) ?? []));
    const before = new Map<string, { record: SessionRecord; isCut: boolean }>();
    const opening: Promise<AnySession>[] = [];
    const pace = new Pace();
    const others = (): AnySession[] => [...lives.open];
    for (const id of ids) {
      const record = lives.archive.get(id);
      if (!record) continue;
      before.set(id, { record, isCut: step.running.includes(id) && !lives.isWhole(id) });
      const opened = this.#open(record, { others, numbering: 'own' });
      opened.catch(() => {});
      opening.push(opened);
      await pace.pause();
    }
    const names = Array.from(before.values(), ({ record }) => record.name);
    const results = await this.#waitFor(Promise.allSettled(opening), names);
    // Bringing back the panes of many is work for a turn of its own.
    if (results.length > MANY) await othersTurn();
    const sessions = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failures = results.flatMap(({ status, ...rest }) =>
      status === 'rejected' ? [sayFailure((rest as { reason: unknown }).reason)] : [],
    );
    return { sessions, notes: [...notesOn(sessions, before), ...failures] };
  }

  /** Their panes, and the viewer where the focus was; what is said of panes that are not as they were. */
  #place(viewer: Viewer, step: CloseStep, reopened: readonly AnySession[]): string[] {
    const { arrangement, standIns, lives, show, settle, around } = this.#ports;
    const now = around.stamps.now();
    const open = new Set(reopened.filter(({ id }) => !arrangement.hasPlace(id)).map(({ id }) => id));
    const moved = arrangement.takeBack({
      panes: step.panes,
      sessions: open,
      isInUse: (id) => {
        const session = lives.find(id);
        return id === step.standIn && session !== undefined && !standIns.adopt(session);
      },
    });
    const inPanes = reopened.filter(({ id }) => arrangement.paneOf(id) !== undefined);
    const target = inPanes.find(({ id }) => id === step.focused) ?? inPanes[0];
    if (target) arrangement.goNear(viewer, target.id);
    target?.update({ lastUsed: now + 1 });
    const [only] = reopened;
    // A lone one that nobody sees would look as if nothing had happened, unless its pane was undone.
    if (only && reopened.length === 1 && !target && !hadPane(step, only)) show(viewer, only);
    else settle();
    const byId = new Map(reopened.map((session) => [session.id, session.name]));
    const names = moved.flatMap((id) => byId.get(id) ?? []);
    const where = names.length === 1 ? 'is beside its old place' : 'are beside their old places';
    return names.length === 0 ? [] : [`${nameList(names)} ${where}: the tab has changed`];
  }

  /** Those of the step that were deleted since. */
  #lost({ sessions }: CloseStep, ids: readonly string[]): string[] {
    const { lives } = this.#ports;
    const lost = sessions.filter((id) => !ids.includes(id) && !lives.find(id)).length;
    return lost === 0
      ? []
      : [`${countOf(lost, 'session')} of that close ${lost === 1 ? 'was' : 'were'} deleted`];
  }

  async #open(
    kept: SessionRecord,
    { others, numbering }: { others: () => readonly AnySession[]; numbering: Numbering },
  ): Promise<AnySession> {
    const { lives, limits, around, make } = this.#ports;
    return lives.reopen(kept, (record, living) => {
      if (numbering === 'lowest') limits.check(lives.openCount);
      const open = others();
      const numbers = new Set(open.map(({ number }) => number));
      const isFree = numbering === 'own' && record.number > 0 && !numbers.has(record.number);
      const change = {
        archivedAt: undefined,
        closedItself: undefined,
        number: isFree ? record.number : lowestFreeNumber(numbers),
        name: uniqueName(
          record.name,
          open.map(({ name }) => name),
        ),
        ...(numbering === 'lowest' ? { lastUsed: around.stamps.now() } : {}),
      };
      const session = living ?? make(changeRecord(record, change));
      session.update(change);
      if (change.name !== record.name) session.renamed();
      return session;
    });
  }

  /** A chat that only stands in for what was closed has taken a number or a name: it gets another. */
  #giveWay(records: readonly SessionRecord[]): void {
    const { lives, standIns } = this.#ports;
    const numbers = new Set(records.map(({ number }) => number));
    for (const standIn of standIns.unused) {
      if (!numbers.has(standIn.number)) continue;
      const number = lowestFreeNumber([...numbers, ...lives.open.map((each) => each.number)]);
      const taken = [...records, ...lives.open].map(({ name }) => name);
      standIn.update({ number, name: uniqueName(`${standIn.record.type}-${number}`, taken) });
    }
  }

  #waitFor<Result>(opened: Promise<Result>, names: readonly string[]): Promise<Result> {
    return whileItLasts(opened, () => {
      const [first = ''] = names;
      this.#ports.around.listener.onNotice(
        names.length === 1
          ? `${first} is still ending; it opens when its program has ended`
          : 'some are still ending; they open when their programs have ended',
      );
      return () => {};
    });
  }
}

const hadPane = ({ panes }: CloseStep, { id }: AnySession): boolean =>
  paneOfSession({ tabs: panes.before }, id) !== undefined;

function notesOn(
  sessions: readonly AnySession[],
  before: ReadonlyMap<string, { record: SessionRecord; isCut: boolean }>,
): string[] {
  const cut = sessions.filter(({ id }) => before.get(id)?.isCut);
  const ended = cut.filter(isProgram).map(({ name }) => name);
  const answers = cut.filter((session) => !isProgram(session)).map(({ name }) => name);
  const renamed = sessions.flatMap(({ id, name }) => {
    const old = before.get(id)?.record.name;
    return old === undefined || old === name ? [] : [`${old} is ${name} now: its name is taken`];
  });
  return [
    ...(ended.length === 0
      ? []
      : [`${nameList(ended)} ${ended.length === 1 ? 'has' : 'have'} ended; Enter in the pane runs it again`]),
    ...(answers.length === 0
      ? []
      : [
          `the ${answers.length === 1 ? 'answer' : 'answers'} of ${nameList(answers)} ${answers.length === 1 ? 'was' : 'were'} cut`,
        ]),
    ...renamed,
  ];
}

const sayFailure = (error: unknown): string => (error instanceof Error ? error.message : String(error));

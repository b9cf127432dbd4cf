// What the prompt names while it is written: the entries of the menu after `@`, and the line that says what
// will go along. Owns what is known of it so far, and asking again. Leaves looking to file-finder.ts,
// path-finder.ts and look-up.ts.

import { formatAge } from '../../text/age.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { ChatHost, CompletionEntry } from '../ports.js';
import { describeAttached, type AttachedFacts } from './attached.js';
import { FileFinder, type FoundFile } from './file-finder.js';
import { lookUpPath, type FoundPath } from './look-up.js';
import { PathFinder } from './path-finder.js';
import { spellPath, type Reference } from './references.js';

export interface PromptNamesListener {
  /** More is known of what completes a name. */
  found(): void;
  /** More is known of what is named. */
  lookedUp(): void;
}

type NamesHost = Pick<ChatHost, 'directory' | 'around' | 'model' | 'stamps'>;

interface LookUp {
  /** undefined: not known yet. */
  found: FoundPath | undefined;
  atMs: number;
}

/** A file may change while the prompt is written. */
const FRESH_MS = 1_000;

export class PromptNames {
  #finder: FileFinder | undefined;
  #paths: PathFinder | undefined;
  readonly #lookUps = new Map<string, LookUp>();

  readonly #host: NamesHost;
  readonly #listener: PromptNamesListener;

  constructor(host: NamesHost, listener: PromptNamesListener) {
    this.#host = host;
    this.#listener = listener;
  }

  /** Entries for what follows an `@`, as far as they are known. */
  complete(beginning: string): readonly CompletionEntry[] {
    const { directory, around, stamps } = this.#host;
    if (beginning.startsWith('#')) {
      const sessions = around?.completeSession(beginning.slice(1)) ?? [];
      return sessions.map(({ value, summary }) => ({ value: `@#${value}`, summary }));
    }
    return this.#findFiles(beginning, directory).map(({ path, modifiedMs }) => ({
      value: spellPath(sanitiseLine(path)),
      summary: modifiedMs === 0 ? '' : spellAge(stamps.now() - modifiedMs),
    }));
  }

  #findFiles(beginning: string, directory: string | undefined): readonly FoundFile[] {
    const found = (): void => this.#listener.found();
    if (PathFinder.takes(beginning)) return (this.#paths ??= new PathFinder(found)).find(beginning);
    if (directory === undefined) return [];
    return (this.#finder ??= new FileFinder(directory, found)).find(beginning);
  }

  /** The prompt's text has changed. */
  changed(named: readonly Reference[]): void {
    const kept = new Set(named.map(keyOf));
    for (const key of this.#lookUps.keys()) if (!kept.has(key)) this.#lookUps.delete(key);
    for (const each of named) this.#lookUp(each);
  }

  /**
   * `sends 2 files, 4 KB`, and what is not sent; undefined: nothing goes along. typing: it may get longer,
   * and is not called missing. kept: what goes along anyway.
   */
  describe(
    { all: named, typing }: { all: readonly Reference[]; typing: Reference | undefined },
    kept: readonly AttachedFacts[],
  ): string | undefined {
    if (named.length + kept.length === 0) return undefined;
    const each = uniqueBy(named, keyOf).flatMap((one) =>
      typing && keyOf(one) === keyOf(typing) && this.#isMissing(one) ? [] : [this.#describeOne(one)],
    );
    const facts = [...kept, ...each.flatMap(({ sent = [] }) => sent)];
    const sends = facts.length === 0 ? [] : [`sends ${describeAttached(facts)}`];
    const refused = each.flatMap(({ refusal = [] }) => refusal);
    const parts = [...sends, ...refused, ...each.flatMap(({ words = [] }) => words)];
    return parts.length === 0 ? undefined : parts.map((part) => sanitiseLine(part)).join(' · ');
  }

  /** What keeps the prompt from being sent; describe() says why. undefined: nothing, as far as is known. */
  findRefusal(named: readonly Reference[]): string | undefined {
    for (const each of named) {
      const found = each.type === 'path' ? this.#lookUps.get(keyOf(each))?.found : undefined;
      if (each.type === 'path' && found?.type === 'refused')
        return sanitiseLine(`nothing was sent: ${each.path} cannot go along`);
    }
    return undefined;
  }

  /** Nobody looks any more. */
  stop(): void {
    this.#finder?.stop();
    this.#finder = undefined;
    this.#paths = undefined;
    this.#lookUps.clear();
  }

  #isMissing(reference: Reference): boolean {
    if (reference.type === 'session') return this.#host.around?.hasSession(reference.name) !== true;
    return this.#lookUps.get(keyOf(reference))?.found?.type === 'missing';
  }

  #describeOne(reference: Reference): { sent?: AttachedFacts; refusal?: string; words?: string } {
    if (reference.type === 'session') {
      const { name } = reference;
      if (!this.#isMissing(reference)) return { sent: { kind: 'session' } };
      return { words: `@#${name}: there is no such session, it is sent as text` };
    }
    const { path } = reference;
    const found = this.#lookUps.get(keyOf(reference))?.found;
    switch (found?.type) {
      case undefined:
        return {};
      case 'missing':
        return { words: `@${path}: there is no such file, it is sent as text` };
      case 'refused':
        return { refusal: `${path} ${found.why}` };
      case 'folder':
        return { sent: { kind: 'folder' } };
      case 'image': {
        const { takesImages, chosen = 'the model' } = this.#host.model;
        if (takesImages === false) return { words: `${path} is not sent: ${chosen} takes no images` };
        const words = takesImages === undefined ? { words: `${chosen} may not take images` } : {};
        return { sent: { kind: 'image', bytes: found.bytes }, ...words };
      }
      case 'file':
        return { sent: { kind: 'file', ...(reference.lines ? {} : { bytes: found.bytes }) } };
    }
  }

  #lookUp(reference: Reference): void {
    const { directory, stamps } = this.#host;
    if (reference.type === 'session' || directory === undefined) return;
    const key = keyOf(reference);
    const before = this.#lookUps.get(key);
    const atMs = stamps.steadyNow();
    if (before && atMs - before.atMs < FRESH_MS) return;
    const lookUp: LookUp = { found: before?.found, atMs };
    this.#lookUps.set(key, lookUp);
    void lookUpPath(reference, directory).then((found) => {
      lookUp.found = found;
      if (this.#lookUps.get(key) === lookUp) this.#listener.lookedUp();
    });
  }
}

const keyOf = (reference: Reference): string =>
  reference.type === 'session'
    ? `#${reference.name}`
    : `${reference.path}#${reference.lines?.from ?? ''}-${reference.lines?.to ?? ''}`;

const uniqueBy = <T>(all: readonly T[], key: (each: T) => string): T[] => [
  ...new Map(all.map((each) => [key(each), each])).values(),
];

/** Under a minute it is new. */
const spellAge = (ms: number): string => (ms < 60_000 ? 'now' : `${formatAge(ms)} ago`);

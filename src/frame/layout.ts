// Where everything in a client's frame is and what covers what: one blessed element for each layer. Owns the
// elements. Leaves what a layer looks like to its draw function, which never sees blessed. Invariant: an
// element is touched only if its place changed; boxes are in cells and may reach beyond the screen.

import BlessedBox from 'blessed/lib/widgets/box.js';
import type { Position } from 'blessed/lib/widgets/box.js';
import type Screen from 'blessed/lib/widgets/screen.js';

import type { Box } from '../panes/geometry.js';
import { closeLayoutScreen, openLayoutScreen, resizeLayoutScreen } from './layout-screen.js';

export type Place = Position;

export interface Layer {
  /** Names the element from frame to frame. */
  key: string;
  place: Place;
  draw(box: Box): void;
}

interface Element {
  blessed: BlessedBox;
  place: Place;
  box: Box;
}

export class FrameLayout {
  readonly #screen: Screen;
  readonly #elements = new Map<string, Element>();

  constructor(rows: number, cols: number) {
    this.#screen = openLayoutScreen(rows, cols);
  }

  /**
   * Layers are given lowest first. Returns whether any element was added, removed, moved or changed its place
   * in the pile.
   */
  arrange(layers: readonly Layer[]): boolean {
    let changed = this.#removeOthers(layers);
    layers.forEach((layer, index) => {
      const element = this.#elements.get(layer.key) ?? this.#add(layer);
      if (!samePlace(element.place, layer.place)) {
        element.place = layer.place;
        element.blessed.position = { ...layer.place };
        element.box = boxOf(element.blessed);
        changed = true;
      }
      if (this.#screen.children[index] !== element.blessed) {
        element.blessed.setIndex(index);
        changed = true;
      }
    });
    return changed;
  }

  /** The box of a layer that was arranged. */
  getBox(key: string): Box {
    const element = this.#elements.get(key);
    if (!element) throw new Error(`no layer ${key} was arranged`);
    return element.box;
  }

  resize(rows: number, cols: number): void {
    resizeLayoutScreen(this.#screen, rows, cols);
    for (const element of this.#elements.values()) element.box = boxOf(element.blessed);
  }

  dispose(): void {
    for (const element of this.#elements.values()) element.blessed.detach();
    this.#elements.clear();
    closeLayoutScreen(this.#screen);
  }

  #add(layer: Layer): Element {
    const blessed = new BlessedBox({ screen: this.#screen, parent: this.#screen, ...layer.place });
    // A place that differs from any other: arrange() then places the element and reports the change.
    const element = { blessed, place: { left: Number.NaN, width: 0, height: 0 }, box: boxOf(blessed) };
    this.#elements.set(layer.key, element);
    return element;
  }

  #removeOthers(layers: readonly Layer[]): boolean {
    if (layers.length === this.#elements.size && layers.every(({ key }) => this.#elements.has(key)))
      return false;
    const kept = new Set(layers.map(({ key }) => key));
    for (const [key, element] of this.#elements) {
      if (kept.has(key)) continue;
      element.blessed.detach();
      this.#elements.delete(key);
    }
    return true;
  }
}

const boxOf = (blessed: BlessedBox): Box => ({
  row: blessed.atop,
  col: blessed.aleft,
  rows: blessed.height,
  cols: blessed.width,
});

const samePlace = (one: Place, other: Place): boolean =>
  one.left === other.left &&
  one.top === other.top &&
  one.bottom === other.bottom &&
  one.width === other.width &&
  one.height === other.height;

// What the values of one client's status line say, of those that the tab bar has no fields for. Owns only
// that mapping, and that nothing is asked that no template names.

import type { StatusView } from '../../frame/frame-model.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import type { Coordinator } from '../../session/coordinator.js';
import { contextLeftOf, directoryOf, modelTitleOf } from '../../session/session-facts.js';
import type { StatusSource } from './client-ports.js';

/** Values that tabs, waiting sessions and the like make: the bar has them. */
const OF_THE_BAR = new Set(['tabs', 'waiting', 'unseen', 'answering', 'read_only', 'warning']);

/** synced: how many panes get the client's keys. */
export function describeStatus(
  status: StatusSource,
  coordinator: Coordinator,
  viewer: Viewer,
  synced: number,
): StatusView {
  const { layout } = status;
  const focused = coordinator.focused(viewer);
  const textOf = (value: string): string => {
    switch (value) {
      case 'session':
        return focused?.name ?? '';
      case 'model':
        return (focused && modelTitleOf(focused)) ?? '';
      case 'context':
        return (focused && contextLeftOf(focused)) ?? '';
      case 'sync':
        return viewer.sync ? `sync ${synced}` : '';
      case 'zoomed':
        return isZoomed(coordinator, viewer) ? 'zoomed' : '';
      default:
        return status.text(value);
    }
  };
  const named = [...layout.names].filter((value) => !OF_THE_BAR.has(value));
  return { layout, texts: new Map(named.map((value) => [value, textOf(value)])) };
}

/**
 * Returns whether what the line shows of the focused session's directory is another. A shell's cd tells
 * nobody: this is asked for every frame, and costs nothing if no template names a value of the directory.
 */
export function followDirectory(status: StatusSource, coordinator: Coordinator, viewer: Viewer): boolean {
  if (!status.followsDirectory) return status.follow(undefined);
  const focused = coordinator.focused(viewer);
  return status.follow(focused && directoryOf(focused));
}

const isZoomed = (coordinator: Coordinator, viewer: Viewer): boolean =>
  coordinator.arrangement.workspace.tabs.some(
    ({ id, zoomed }) => id === viewer.view.tab && zoomed !== undefined,
  );

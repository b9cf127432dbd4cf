// What a reset leaves behind in @xterm/headless 6.0.0: the margins after DECALN, a hidden cursor after RIS.
// Owns fixing that. Source: VT510's DECALN ("sets the margins to the extremes of the page") and RIS.

import type { Core } from './internals.js';

export function completeResets(core: Core): void {
  core.registerEscHandler({ intermediates: '#', final: '8' }, () => {
    const { active } = core.buffers;
    Object.assign(active, { scrollTop: 0, scrollBottom: active.lines.length - active.ybase - 1 });
    return false;
  });
  core.registerEscHandler({ final: 'c' }, () => {
    Object.assign(core.coreService, { isCursorHidden: false });
    return false;
  });
}

// What `stats` and `history` print (pure): as text, JSON or CSV. Both JSON shapes are stable.

import type { FiguresRequest, History, Stats } from '../../store/figures/figures.js';
import { formatHistory, toDays } from './history-days.js';
import { formatCsv, formatStats } from './stats-table.js';

/** With a line feed at the end. */
export function spellFigures(request: FiguresRequest, result: Stats | History): string {
  return `${'rows' in result ? spellStats(request, result) : spellHistory(request, result)}\n`;
}

function spellStats({ form, ...request }: FiguresRequest, stats: Stats): string {
  if (form.as === 'json') return JSON.stringify(stats, null, 2);
  if (form.as === 'csv') return formatCsv(stats.rows);
  return formatStats(stats, 'by' in request ? request.by : '', form);
}

function spellHistory({ form, from }: FiguresRequest, history: History): string {
  if (form.as === 'json') return JSON.stringify(toDays(history.entries), null, 2);
  return formatHistory(history, { from, cols: form.cols });
}

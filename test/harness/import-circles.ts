// Circles in a graph of imports (pure): files of which each leads to every other one. Owns the search,
// Tarjan's.

/**
 * graph: for each file those that it imports. Circles with their files in order of their names, the first
 * names first.
 */
export function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const earliest = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const circles: string[][] = [];

  const visit = (file: string): void => {
    order.set(file, order.size);
    let lowest = order.get(file) ?? 0;
    path.push(file);
    onPath.add(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) visit(next);
      if (onPath.has(next)) lowest = Math.min(lowest, earliest.get(next) ?? order.get(next) ?? lowest);
    }
    earliest.set(file, lowest);
    if (lowest !== order.get(file)) return;
    const circle = path.splice(path.indexOf(file));
    for (const each of circle) onPath.delete(each);
    if (circle.length > 1 || graph.get(file)?.includes(file)) circles.push(circle.sort());
  };

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
}

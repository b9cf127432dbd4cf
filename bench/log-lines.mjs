// A program that prints a log at 1,000 lines a second: `node log-lines.mjs COUNT`. Says BEGIN and END around
// it.

const COUNT = Number(process.argv[2]);
const LINES_A_MS = 1;
/** Until the screen around BEGIN has been drawn. */
const QUIET_MS = 500;

/** 50 columns, all different. */
const line = (at) =>
  `${String(at).padStart(6, '0')} request ${((at * 7919) % 1e6).toString(36).padEnd(7, '.')} served in ${String(at % 97).padStart(3)} ms by host-a1\n`;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

process.stdout.write(`${'\n'.repeat(process.stdout.rows ?? 0)}BEGIN\n`);
await pause(QUIET_MS);
const startedAt = performance.now();
for (let printed = 0; printed < COUNT;) {
  const due = Math.min(COUNT, Math.floor((performance.now() - startedAt) * LINES_A_MS));
  for (; printed < due; printed++) process.stdout.write(line(printed));
  await pause(1);
}
process.stdout.write('END\n');
// Both multiplexers report a program's end; that is not counted.
await pause(60_000);

// Loaded into a server by NODE_OPTIONS (turn-watch.mjs): keeps the longest turn of its event loop and writes
// it to a file when SIGUSR2 asks, then starts again. A timer of 1 ms that fires late was held up by the turn
// before it, which may be several short callbacks in a row. Read at each tick, /proc says how long the thread
// waited for a core meanwhile: that is this machine's load and not a turn's length. It cannot see what the
// host takes from the whole machine. QMUX_BENCH_PROFILE: a directory for a CPU profile of each span, beside
// its longest turn.

import { openSync, readSync, renameSync, writeFileSync } from 'node:fs';

const TICK_MS = 1;

if (process.argv.includes('__server')) await watch(process.env.QMUX_BENCH_TURNS);

async function watch(file) {
  const statistics = openSync(`/proc/${process.pid}/task/${process.pid}/schedstat`, 'r');
  const text = Buffer.alloc(128);
  /** Milliseconds on a core, and ready to run without one. */
  const readThread = () => {
    const [busy, waited] = text.toString('latin1', 0, readSync(statistics, text, 0, 128, 0)).split(' ');
    return { busy: Number(busy) / 1e6, waited: Number(waited) / 1e6 };
  };
  const profile = await startProfile(process.env.QMUX_BENCH_PROFILE);
  const none = { heldMs: 0, lateMs: 0, busyMs: 0, mostBusyMs: 0, at: 0 };
  let longest = none;
  let armedAt = performance.now();
  let before = readThread();
  const tick = () => {
    const now = performance.now();
    const thread = readThread();
    const lateMs = Math.max(0, now - armedAt - TICK_MS);
    const heldMs = Math.max(0, lateMs - (thread.waited - before.waited));
    const busyMs = thread.busy - before.busy;
    if (heldMs > longest.heldMs)
      longest = { ...longest, heldMs, lateMs, busyMs, at: Number(process.hrtime.bigint()) / 1e3 };
    if (busyMs > longest.mostBusyMs) longest = { ...longest, mostBusyMs: busyMs };
    before = thread;
    armedAt = now;
    setTimeout(tick, TICK_MS).unref();
  };
  setTimeout(tick, TICK_MS).unref();
  process.on('SIGUSR2', async () => {
    const told = longest;
    await profile.take(told);
    writeFileSync(`${file}.new`, JSON.stringify(told));
    renameSync(`${file}.new`, file);
    // The time taken by reporting is not a turn of the server's.
    armedAt = performance.now();
    before = readThread();
    longest = none;
  });
}

async function startProfile(directory) {
  if (!directory) return { take: async () => {} };
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  let spans = 0;
  return {
    async take(longest) {
      const { profile } = await session.post('Profiler.stop');
      writeFileSync(
        `${directory}/${process.pid}-${spans++}.cpuprofile`,
        JSON.stringify({ ...profile, longest }),
      );
      await session.post('Profiler.start');
    },
  };
}

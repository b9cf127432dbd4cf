// `npm run bench [NAME…]`: runs the benchmarks one after another; each prints lines of JSON. Exits 1 if a
// figure is missing.

const NAMES = [
  'start',
  'ssh',
  'echo',
  'memory',
  'server-memory',
  'idle',
  'agents-at-rest',
  'sessions',
  'bulk',
  'scrollback',
  'flood',
  'small-writes',
  'bytes',
  'switch',
  'popup',
  'streams',
  'answers',
  'highlight',
  'shown-chats',
  'turns',
  'large-inputs',
  'long-use',
  'agents',
  'agent-chats',
  'inbox',
  'palette',
  'stats',
  'search',
];

const chosen = process.argv.slice(2);
for (const name of chosen.length > 0 ? chosen : NAMES) {
  const { run } = await import(`./${name}.mjs`);
  try {
    await run();
  } catch (error) {
    process.exitCode = 1;
    console.log(JSON.stringify({ name, missing: true, error: error.message }));
  }
}
process.exit();

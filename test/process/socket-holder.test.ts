import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { findListener } from '../../src/process/socket-holder.js';
import { newDirectory } from '../temporary-directory.js';

it.runIf(process.platform === 'linux')('finds the process that listens on a socket', async () => {
  const file = join(newDirectory(), 'a b.sock');
  expect(await findListener(file)).toBeUndefined();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(file, resolve));
  expect(await findListener(file)).toBe(process.pid);
  await new Promise((resolve) => server.close(resolve));
  expect(await findListener(file)).toBeUndefined();
});

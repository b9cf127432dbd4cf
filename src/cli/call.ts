// What every part of the command line knows of its call.

import type { Environment, Paths } from '../log/paths.js';

export interface Call {
  serverName: string;
  paths: Paths;
  /** Script that starts a server: this program's own file. */
  entry: string;
  env: Environment;
  cwd: string;
}

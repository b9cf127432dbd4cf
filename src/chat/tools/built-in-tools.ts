// The tools that a chat has without any server: read, list, search, write, edit, shell. Owns which there are.

import { editTool, writeTool } from './change-tools.js';
import { listTool, readTool } from './look-tools.js';
import { searchTool, type SearchPorts } from './search-tool.js';
import { shellTool, type ShellPorts } from './shell-tool.js';
import type { Tool } from './tool-set.js';

export interface BuiltInPorts {
  /** Of the session: a real path. */
  directory: string;
  search: SearchPorts;
  shell: Omit<ShellPorts, 'directory'>;
}

export const builtInTools = ({ directory, search, shell }: BuiltInPorts): readonly Tool[] => [
  readTool(directory),
  listTool(directory),
  searchTool(directory, search),
  writeTool(directory),
  editTool(directory),
  shellTool({ directory, ...shell }),
];

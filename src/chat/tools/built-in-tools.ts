// The tools that a chat has without any server: read, list, search, write, edit, shell. Owns which there are.

import { editTool, writeTool } from './change-tools.js';
import { listTool, readTool } from './look-tools.js';
import type { LookArea } from './path-rules.js';
import { searchTool, type SearchPorts } from './search-tool.js';
import { shellTool, type ShellPorts } from './shell-tool.js';
import type { Tool } from './tool-set.js';

export interface BuiltInPorts {
  area: LookArea;
  search: SearchPorts;
  shell: Omit<ShellPorts, 'directory'>;
}

export const builtInTools = ({ area, search, shell }: BuiltInPorts): readonly Tool[] => [
  readTool(area),
  listTool(area),
  searchTool(area, search),
  writeTool(area.directory),
  editTool(area.directory),
  shellTool({ directory: area.directory, ...shell }),
];

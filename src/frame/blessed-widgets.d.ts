// The part of blessed 0.1.81 that layout.ts and layout-screen.ts use: two widgets, loaded without the other
// thirty, and how it learns what a terminal can do. blessed is no longer changed, so its inner fields named
// here are as fixed as its public ones.

declare module 'blessed/lib/widgets/screen.js' {
  import type { EventEmitter } from 'node:events';
  import type Box from 'blessed/lib/widgets/box.js';

  export default class Screen {
    static instances: Screen[];
    /** Whether the handlers below are installed on the process; while true, they are left alone. */
    static _bound?: boolean;
    static _exceptionHandler?: () => void;
    static _sigtermHandler?: () => void;
    static _sigintHandler?: () => void;
    static _sigquitHandler?: () => void;
    static _exitHandler?: () => void;

    constructor(options: { input: EventEmitter; output: EventEmitter; terminal: string });
    readonly program: { cols: number; rows: number };
    /** In z-order, the lowest first. */
    readonly children: Box[];
    destroy(): void;
  }
}

declare module 'blessed/lib/widgets/box.js' {
  import type Screen from 'blessed/lib/widgets/screen.js';

  export interface Position {
    top?: number | 'center';
    bottom?: number;
    left: number | 'center';
    width: number | string;
    height: number | string;
  }

  export default class Box {
    constructor(options: { screen: Screen; parent: Screen } & Position);
    position: Position;
    readonly atop: number;
    readonly aleft: number;
    readonly width: number;
    readonly height: number;
    setIndex(index: number): void;
    detach(): void;
  }
}

declare module 'blessed/lib/program.js' {
  const Program: { _bound?: boolean; _exitHandler?: () => void };
  export default Program;
}

declare module 'blessed/lib/tput.js' {
  interface TerminalInfo {
    name: string;
    names: string[];
    bools: Record<string, boolean>;
    numbers: Record<string, number>;
    strings: Record<string, string>;
  }

  const Tput: {
    prototype: { readTerminfo(terminal: string): TerminalInfo };
    /** Names of what a terminal may have or do: each becomes a field or a method. */
    bools: string[];
    numbers: string[];
    strings: string[];
  };
  export default Tput;
}

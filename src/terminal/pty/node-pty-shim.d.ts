// The package's types declare a module of its original name; its alias is given the same shape here.
declare module 'node-pty' {
  export * from '@lydell/node-pty';
}

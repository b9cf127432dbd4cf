// The version of qmux, as hello and welcome name it. A constant, so that attaching reads no package.json;
// a test keeps it equal to that file's.

export const VERSION = '0.1.0';

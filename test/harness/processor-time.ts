// Processor time of this process: what work costs, however busy the machine is.

/** Begins to count; the result says how many milliseconds of the processor were used since. */
export function countProcessorTime(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
}

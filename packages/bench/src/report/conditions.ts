import { cpus, loadavg } from 'node:os';

/** Returns a function that says on what machine, and how busy it was since this call. */
export function conditions(pinned: string): () => string {
  const [before = 0] = loadavg();
  return () => {
    const [after = 0] = loadavg();
    const processors = cpus();
    return (
      `Node ${process.version} on ${process.platform} ${process.arch}, ${processors.length} × ${processors[0]?.model.trim() ?? '?'}; ` +
      `${pinned}; load average ${before.toFixed(1)} before and ${after.toFixed(1)} after.`
    );
  };
}

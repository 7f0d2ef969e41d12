import { performance } from 'node:perf_hooks';

type AddValue = (name: string, help: string, value: () => number) => unknown;

/** Registers the standard metrics of Prometheus clients for the process, as far as they are useful here. */
export function addProcessMetrics(gauge: AddValue, total: AddValue, lagMs: () => number): void {
  gauge('nodejs_eventloop_lag_seconds', 'Lag of the event loop.', () => lagMs() / 1000);
  let last = performance.eventLoopUtilization();
  gauge('nodejs_eventloop_utilization_ratio', 'Share of time the event loop was busy since the last scrape.', () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  });
  total('process_cpu_seconds_total', 'User and system CPU time.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  gauge('nodejs_heap_size_used_bytes', 'Heap in use.', () => process.memoryUsage().heapUsed);
  gauge('process_start_time_seconds', 'Start time of the process, since 1970.', () => performance.timeOrigin / 1000);
}

/** Returns a number with about three digits: `0.71`, `12.6`, `1,290`. An en dash for NaN. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Returns microseconds as µs or, from ten thousand on, as ms. */
export function duration(micros: number): string {
  return micros >= 10_000 ? `${figure(micros / 1000)} ms` : `${figure(micros)} µs`;
}

/** Returns bytes as MB. */
export function megabytes(bytes: number): string {
  return bytes < 10e6 ? `${figure(bytes / 1e6)} MB` : `${(bytes / 1e6).toFixed(0)} MB`;
}

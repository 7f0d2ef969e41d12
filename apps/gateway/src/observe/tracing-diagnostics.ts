import { diag, DiagLogLevel } from '@opentelemetry/api';

export type Warn = (message: string, details?: Readonly<Record<string, unknown>>) => void;

/** A collector that is down fails every batch of spans. */
const EVERY_MS = 60_000;
/** Returns the code of a failure, e.g. `ECONNREFUSED`; its text may quote the environment. */
const CODE = /\bE(?!RROR)[A-Z]{4,}\b/;

/** Logs the SDK's warnings, at most one a minute, without the values that they quote. */
export function logDiagnostics(warn: Warn): void {
  let lastAt = Number.NEGATIVE_INFINITY;
  let since = 0;
  const tell = (...parts: readonly unknown[]): void => {
    since += 1;
    if (performance.now() - lastAt < EVERY_MS) return;
    lastAt = performance.now();
    const code = CODE.exec(parts.map(String).join(' '))?.[0];
    warn('OpenTelemetry reports problems: spans may be lost. Check the variables OTEL_* and the collector.', {
      problems: since,
      ...(code === undefined ? {} : { code }),
    });
    since = 0;
  };
  const nothing = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: tell, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

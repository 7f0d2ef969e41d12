import { diag, DiagLogLevel } from '@opentelemetry/api';

export type Warn = (message: string, details?: Readonly<Record<string, unknown>>) => void;

/** A collector that is away is away for every batch of spans. */
const EVERY_MS = 60_000;
/** What tells one failure from another without its text, which may hold whatever the environment does: `ECONNREFUSED`. */
const CODE = /\bE(?!RROR)[A-Z]{4,}\b/;

/** Has the SDK's warnings in the log, one a minute at most, and nothing of what they quote. */
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

import { expect, test } from 'vitest';
import { Cancellation, type CancelSignal } from './cancellation.ts';

/** Notes what happens to a signal that is aborted with two listeners, of which the first removes the third. */
function traceOf(signal: CancelSignal, abort: (reason: unknown) => void): readonly unknown[] {
  const seen: unknown[] = [signal.aborted, signal.reason];
  const removed = (): void => void seen.push('removed');
  const first = (): void => {
    seen.push('first', signal.aborted, signal.reason);
    signal.removeEventListener('abort', removed);
  };
  const gone = (): void => void seen.push('gone');
  signal.addEventListener('abort', first, { once: true });
  signal.addEventListener('abort', gone);
  signal.addEventListener('abort', removed);
  signal.addEventListener('abort', () => seen.push('last'));
  signal.removeEventListener('abort', gone);
  abort('why');
  abort('again');
  signal.addEventListener('abort', () => seen.push('too late'));
  return [...seen, signal.aborted, signal.reason];
}

test('a cancellation calls the listeners that an AbortSignal would call, in their order', () => {
  const controller = new AbortController();
  const cancellation = new Cancellation();
  const expected = traceOf(controller.signal, (reason) => controller.abort(reason));
  expect(traceOf(cancellation, (reason) => cancellation.abort(reason))).toEqual(expected);
  expect(expected.filter((each) => typeof each === 'string')).toEqual(['first', 'why', 'last', 'why']);
});

import { trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { traceContextOf } from './trace-context.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

test.each([
  { name: 'a sampled trace', traceparent: `00-${traceId}-${spanId}-01`, traceFlags: 1 },
  { name: 'a trace that is not sampled', traceparent: `00-${traceId}-${spanId}-00`, traceFlags: 0 },
  {
    name: 'a trace of a later version with more fields',
    traceparent: `cc-${traceId}-${spanId}-01-more`,
    traceFlags: 1,
  },
])('$name is continued', ({ traceparent, traceFlags }) => {
  expect(trace.getSpanContext(traceContextOf({ traceparent }))).toEqual({
    traceId,
    spanId,
    traceFlags,
    isRemote: true,
  });
});

test('the trace state of other systems is passed on', () => {
  const context = traceContextOf({ traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'a=1,b=2' });
  expect(trace.getSpanContext(context)?.traceState?.serialize()).toBe('a=1,b=2');
});

test('a trace state that is too long is dropped, and the trace is continued', () => {
  const context = traceContextOf({ traceparent: `00-${traceId}-${spanId}-01`, tracestate: `a=${'1'.repeat(600)}` });
  expect(trace.getSpanContext(context)?.traceId).toBe(traceId);
  expect(trace.getSpanContext(context)?.traceState).toBeUndefined();
});

test.each([
  undefined,
  '',
  'nonsense',
  `00-${'0'.repeat(32)}-${spanId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `ff-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}`,
  `00-${traceId}-${spanId}-01-more`,
  `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
])('the header "%s" is ignored', (traceparent) => {
  expect(trace.getSpanContext(traceContextOf(traceparent === undefined ? {} : { traceparent }))).toBeUndefined();
});

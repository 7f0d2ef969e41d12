import { expect, test } from 'vitest';
import { errorOf, failure, read, stubSend } from '../../../test/stub-send.ts';
import { endingIn, sendBy, through } from '../../../test/through.ts';
import { compose } from './compose.ts';
import type { Hook, Step, Wrapper } from './step.ts';

const caller = { apiKey: 'k' };

/** A hook that notes when it is called. */
function noting(name: string, notes: string[]): Hook {
  return {
    before() {
      notes.push(`${name} before`);
      return {
        onAnswer: () => void notes.push(`${name} answer`),
        onError(error) {
          notes.push(`${name} error`);
          return error;
        },
      };
    },
  };
}

const passing: Wrapper = { around: (next) => (outgoing, settle) => next(outgoing, settle) };

test('hooks are called in order on the way down, and in reverse with the outcome', async () => {
  const notes: string[] = [];
  const { send, calls } = stubSend();
  const steps: Step[] = [noting('a', notes), noting('b', notes), passing, noting('c', notes)];
  const asked = through(...steps)(send)(read(), caller, {});
  expect(calls).toHaveLength(1);
  calls[0]?.answer('data');
  expect(await asked).toMatchObject({ data: 'data' });
  expect(notes).toEqual(['a before', 'b before', 'c before', 'c answer', 'b answer', 'a answer']);
});

test('a request that waits for nothing reaches the end at once', () => {
  const { send, calls } = stubSend();
  void through(noting('a', []), passing, { before: () => undefined })(send)(read(), caller, {});
  expect(calls).toHaveLength(1);
});

test('a hook that throws ends the request: the hooks above it get its error, those below are not called', async () => {
  const notes: string[] = [];
  const { send, calls } = stubSend();
  const error = failure('unavailable');
  const rejecting: Hook = {
    before() {
      throw error;
    },
  };
  expect(await errorOf(through(noting('a', notes), rejecting, noting('b', notes))(send)(read(), caller, {}))).toBe(
    error,
  );
  expect(notes).toEqual(['a before', 'a error']);
  expect(calls).toEqual([]);
});

test('a hook that waits holds the request, and can reject it after the wait', async () => {
  const { send, calls } = stubSend(({ answer }) => answer());
  const turn = Promise.withResolvers<object>();
  const waiting: Hook = { before: () => turn.promise };
  const asked = through(waiting)(send)(read(), caller, {});
  await Promise.resolve();
  expect(calls).toEqual([]);
  turn.resolve({});
  expect(await asked).toMatchObject({ data: null });
  const error = failure('rate_limited');
  const rejecting: Hook = { before: () => Promise.reject(error) };
  expect(await errorOf(through(rejecting)(send)(read(), caller, {}))).toBe(error);
  expect(calls).toHaveLength(1);
});

test('a hook can replace an error', async () => {
  const { send } = stubSend(({ fail }) => fail(failure('network')));
  const error = failure('timeout');
  expect(await errorOf(through({ before: () => ({ onError: () => error }) })(send)(read(), caller, {}))).toBe(error);
});

test('what a hook throws at an answer or an error is the outcome for the hooks above it', async () => {
  const mistake = new TypeError('mistake');
  const throwing: Hook = {
    before: () => ({
      onAnswer() {
        throw mistake;
      },
      onError() {
        throw mistake;
      },
    }),
  };
  for (const outcome of ['answer', 'fail'] as const) {
    const notes: string[] = [];
    const { send } = stubSend((call) => call[outcome](failure('network')));
    expect(await errorOf(through(noting('a', notes), throwing)(send)(read(), caller, {}))).toBe(mistake);
    expect(notes).toEqual(['a before', 'a error']);
  }
});

test('an end that throws fails the request; a second outcome is ignored', async () => {
  const notes: string[] = [];
  const mistake = new TypeError('mistake');
  const throwing = compose([noting('a', notes)], () => {
    throw mistake;
  });
  expect(await errorOf(sendBy(throwing)(read(), caller, {}))).toBe(mistake);
  const twice = compose([noting('b', notes)], (_outgoing, settle) => {
    settle.answer({ data: 1, meta: {}, envelope: {} });
    settle.fail(mistake);
    settle.answer({ data: 2, meta: {}, envelope: {} });
  });
  expect(await sendBy(twice)(read(), caller, {})).toMatchObject({ data: 1 });
  expect(notes).toEqual(['a before', 'a error', 'b before', 'b answer']);
});

test('without steps the end is the pipeline', () => {
  const { send } = stubSend();
  const end = endingIn(send);
  expect(compose([], end)).toBe(end);
});

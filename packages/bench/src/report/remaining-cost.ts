/** The section on what the gateway spends beside the floor. Figures are of profiles of 2026-11-28. */
export const remainingCost = `## Beside the floor

The targets are 2.0 times the floor for W1, W2 and W4, 3.0 for W3 and W5, and 1.5 times that with a new key each request.

- **64 keys.** W1 and W4 are 0.5 and 0.1 above their target, W3 is within it. In a profile of W4, about half is sockets, HTTP and undici, which the floor has as
  well; the steps around an upstream request, planning and running the wave, admission, and the writing of the answer are 3 to
  12 µs each, garbage collection is 4 %.
- **W2.** Two waves, where the floor forwards three responses at once. The companies and users of a batch are parsed and written
  again, where rows of a list are copied as text, and each of them has a promise of dataloader.
- **W5.** A response of 1.1 MB is held in five forms, from the chunks of the socket to the text that is written: to make
  text of 1.1 MB takes 239 µs, of 109 KB 4 µs. In a profile, one pass copies the rows (1.3 ms), one reads their ids
  (0.7 ms), 0.9 ms is garbage collection and 0.8 ms the write to the socket. Scanning and writing in pieces of 64 KB
  would save part of each; the answer and its errors would then be composed of pieces in every part that handles them.
  For the same reason, a row of 5,000 costs twice as much as one of 500, and such an answer takes 13 times its bytes.
- **A new key each request.** Two callers never share a connection, so each of these requests opens one, and closes another:
  104 µs for an undici client and its connection where a request over an open one is 22 µs; 61 µs of it are the socket alone. A floor
  that opens a connection each time is at three to four times the floor for W1 and W4, above the target itself.
- **32 callers of one key.** One of them is planned, sent and written; the others pay for their request's HTTP, the checks
  of their variables, and their metrics: below the floor for all workloads.
- **Time to the first answer.** 0.84 s, the median of 5 starts (\`npm run bench -- scaling\`). 0.7 s of CPU until it listens, 0.4 s with Node's compile cache, which \`npm start\` keeps.
  \`npm start\` does not set \`NODE_ENV=production\`, which would change what the sandbox and GraphiQL do.`;

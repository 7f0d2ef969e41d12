/** The section on what the gateway spends beside the floor. Figures are of profiles of 2026-11-28. */
export const remainingCost = `## Beside the floor

The targets are 2.0 times the floor for W1, W2 and W4, 3.0 for W3 and W5, and 1.5 times that with a new key each request.

- **64 keys.** W1 and W4 are 0.5 and 0.1 above their target, W3 is within it. In a profile of W4, about half is sockets, HTTP and undici, which the floor has as
  well; the steps around an upstream request, planning and running the wave, admission, and the writing of the answer are 3 to
  12 µs each, garbage collection is 4 %.
- **W2.** Two waves, where the floor forwards three responses at once. The companies and users of a batch are parsed and written
  again, where rows of a list are copied as text, and each of them has a promise of dataloader.
- **W5.** In a profile, finding the rows and their ids is 0.8 ms of 2.6, garbage collection 0.3, the write to the socket 0.3,
  and the new names of members 0.2. A row costs 0.56 µs between 500 and 5,000 rows and 0.39 µs between 50 and 500, of
  which the floor has 0.25 µs in both. The answer takes 1.2 to 1.5 times its bytes of memory; the first operation of a
  document is executed by graphql-js, and takes 17 times.
- **A new key each request.** Two callers never share a connection, so each of these requests opens one, and closes another:
  104 µs for an undici client and its connection where a request over an open one is 22 µs; 61 µs of it are the socket alone. A floor
  that opens a connection each time is at three to four times the floor for W1 and W4, above the target itself.
- **32 callers of one key.** One of them is planned, sent and written; the others pay for their request's HTTP, the checks
  of their variables, and their metrics: below the floor for all workloads.
- **Time to the first answer.** 0.84 s, the median of 5 starts (\`npm run bench -- scaling\`). 0.7 s of CPU until it listens, 0.4 s with Node's compile cache, which \`npm start\` keeps.
  \`npm start\` does not set \`NODE_ENV=production\`, which would change what the sandbox and GraphiQL do.`;

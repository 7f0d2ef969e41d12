/** The section on what the gateway spends beside the floor. Figures are of profiles of 2026-11-28. */
export const remainingCost = `## Beside the floor

The targets are 2.0 times the floor for W1, W2 and W4, 3.0 for W3 and W5, and 1.5 times that with a new key each request.

- **64 keys.** No part stands out. In a profile of W4, a quarter is sockets and HTTP, which the floor has as well;
  garbage collection, planning an operation whose variables hold texts, and the steps around an upstream request are
  an eighth each; nothing else is above 5 %. A plan that holds a caller's texts is not remembered.
- **A new key each request.** Two callers never share a connection, so each of these requests opens one, and closes another:
  104 µs for an undici client and its connection where a request over an open one is 22 µs; 61 µs of it are the socket alone. A floor
  that opens a connection each time is at three to four times the floor for W1 and W4, above the target itself.
- **32 callers of one key.** One of them is planned, sent and written; the others pay for their request's HTTP, the checks
  of their variables, and their metrics. Below the floor for rows; for one contact these are more than the upstream
  request that is saved.
- **Time to the first answer.** 0.7 s of CPU until it listens, 0.4 s with Node's compile cache, which \`npm start\` keeps.
  \`npm start\` does not set \`NODE_ENV=production\`, which would change what the sandbox and GraphiQL do.`;

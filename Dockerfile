# The image of the gateway: no shell, no package manager, no tests, not root, no writes to the disk.
#   docker build -t contacts-gateway .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges --stop-timeout 60 -p 4000:4000 \
#     -e VIBECODE_URL=… -e CURSOR_SECRET=… contacts-gateway
# Without VIBECODE_URL the start fails; with `-e SANDBOX=on` the gateway serves made-up contacts.
# Base images are pinned by digest. For an update, `docker buildx imagetools inspect TAG` prints the digest of a tag.

FROM node:26.10.0-bookworm-slim@sha256:662933cf47f013bc8e4beb31a6116448427a82057ba7c42c97e4c5ba766504c2 AS install
WORKDIR /app
COPY . .
# The page of /explorer, whose tools are not in the image.
RUN npx --yes "$(node -p 'require("./package.json").packageManager')" install --frozen-lockfile \
 && npx --yes "$(node -p 'require("./package.json").packageManager')" --filter @contacts/explorer run build \
 && rm -rf node_modules apps/*/node_modules packages/*/node_modules
# The lock file pins all versions; install scripts are denied, as in development.
RUN npx --yes "$(node -p 'require("./package.json").packageManager')" install --prod --frozen-lockfile \
 # Copies the Node of the lock file out of the packages: the image of the second stage has none.
 && cp -L node_modules/node-linux-*/bin/node /usr/local/bin/contacts-node \
 && rm -rf node_modules/node-linux-* node_modules/.pnpm/node-linux-*

FROM gcr.io/distroless/cc-debian12:nonroot@sha256:9dac0a79194e45a7da0158a9c6da57b217585af0786db3845d1f0ec1a0dd182f
WORKDIR /app
COPY --from=install /usr/local/bin/contacts-node /usr/local/bin/node
COPY --from=install /app /app
USER nonroot
# The gateway listens at all addresses of the container; `-p` publishes the port.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["/usr/local/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PROBE_PORT || process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/local/bin/node", "--conditions=@contacts/source", "apps/gateway/src/main.ts"]

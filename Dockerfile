# The image of `rackless`: built here from the lock file, run by a user without privileges.
FROM node:20-slim AS build
WORKDIR /opt/rackless
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:20-slim
ENV NODE_ENV=production RACKLESS_CACHE=/tmp/rackless
WORKDIR /opt/rackless
COPY --from=build /opt/rackless/package.json ./
COPY --from=build /opt/rackless/node_modules ./node_modules
COPY --from=build /opt/rackless/dist ./dist
COPY --from=build /opt/rackless/fixtures ./fixtures
# What devices save lies here; a new volume takes over the folder's owner.
RUN mkdir -p /var/lib/rackless && chown node:node /var/lib/rackless
USER node
VOLUME /var/lib/rackless
EXPOSE 2201 2203 2204 2211 2212 2213 2222 8080 8081 8443 8446 8450 8451 8452 8453 9443
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["up", "--listen", "0.0.0.0", "--state", "/var/lib/rackless"]

import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * The browser's protections. Nothing comes from elsewhere, nobody frames us, no inline script runs;
 * inline styles are Mantine's. No Strict-Transport-Security: it would hold for every port of the host name,
 * and so break the plain HTTP of guest ports; who puts Berth under a name of its own may add it in the proxy.
 */
export async function protectPages(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        // Covers the WebSockets of the same host and port (CSP 3, 6.7.2.8).
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
}

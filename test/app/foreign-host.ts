import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where ways out lead: an origin for HTTP, and a port of 127.0.0.1 for UDP. */
export interface Target {
  readonly origin: string;
  readonly stunPort: number;
}

/** A host of another origin that lets everybody in and notes what reaches it: HTTP requests, WebSockets, and UDP packets. */
export class ForeignHost {
  /** Such as `GET /fetch?secret`, or `UDP` for a packet of WebRTC or WebTransport. */
  readonly seen: string[] = [];
  /** TCP connections, also those over which nothing was asked. */
  connections = 0;
  readonly #udp = createSocket('udp4').on('message', () => this.seen.push('UDP'));
  readonly #http = createServer((request, response) => {
    this.seen.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('export default 1;');
  })
    .on('connection', () => (this.connections += 1))
    .on('upgrade', ({ url }, socket) => {
      this.seen.push(`UPGRADE ${url}`);
      socket.destroy();
    });

  get target(): Target {
    const { port } = this.#http.address() as AddressInfo;
    return { origin: `http://127.0.0.1:${port}`, stunPort: this.#udp.address().port };
  }

  async open(): Promise<void> {
    this.#http.listen(0, '127.0.0.1');
    this.#udp.bind(0, '127.0.0.1');
    await Promise.all([once(this.#http, 'listening'), once(this.#udp, 'listening')]);
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    const closed = Promise.all([once(this.#http, 'close'), once(this.#udp, 'close')]);
    this.#http.close();
    this.#udp.close();
    await closed;
  }
}

/** A host whose every page is empty and has no policy at all. */
export async function serveOpenPages(): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>open</title><body></body>'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { origin: `http://localhost:${port}`, close };
}

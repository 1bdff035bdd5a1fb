import { type AddressInfo, createServer } from 'node:net';

/** The port that is asked for, or a free one for 0. */
export function freePort(asked: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(asked, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

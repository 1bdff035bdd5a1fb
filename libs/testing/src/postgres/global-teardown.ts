import { rmSync } from 'node:fs';

export default async function stopTestServer(): Promise<void> {
  const started = globalThis.waybillTestServer;
  if (!started) return;
  await started.server.stop();
  rmSync(started.folder, { recursive: true, force: true });
}

export default async function endServers(): Promise<void> {
  await globalThis.waybillEndServers?.();
}

import type { SamanageConnectorConfig } from '../samanage-connector.config';

/** A configuration with short waits; what is given replaces what stands here. */
export const connectorConfig = (settings: Partial<SamanageConnectorConfig>): SamanageConnectorConfig => ({
  url: undefined,
  region: 'us',
  token: undefined,
  user: undefined,
  password: undefined,
  credentialKeys: undefined,
  allowedHosts: '*.samanage.com',
  allowPrivateAddresses: 'true',
  workers: 4,
  timeoutSeconds: 2,
  graceSeconds: 0,
  outageMinutes: 15,
  outageProbeMinutes: [0.01],
  proportionProbeMinutes: [360, 720, 1_440],
  proportionFailures: 5_000,
  proportionPercent: 40,
  mostFailures: 40_000,
  mostWithReferences: 60_000,
  ...settings,
});

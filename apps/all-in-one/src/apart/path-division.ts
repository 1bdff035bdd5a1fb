/** Which service answers which path. */
const division: readonly (readonly [path: RegExp, service: string])[] = [
  [/^\/scim\//, 'scim-ingress'],
  [/^\/v1\.0\/waybill\/services\/scim-ingress(\/|$)/, 'scim-ingress'],
  [/^\/v1\.0\/waybill\/jobs\/[^/]+\/(tokens|scim)(\/|$)/, 'scim-ingress'],
  [/^\/v1\.0\/servicePrincipals\/[^/]+\/synchronization\/secrets(\/|$)/, 'samanage-connector'],
  [/^\/v1\.0\/servicePrincipals\/[^/]+\/synchronization\/jobs\/[^/]+\/validateCredentials$/, 'samanage-connector'],
  [/^\/v1\.0\/waybill\/jobs\/[^/]+\/(credentials|connection|parked|links|reconciliations)(\/|$)/, 'samanage-connector'],
  [/^\/v1\.0\/waybill\/jobs\/[^/]+\/notifications(\/|$)/, 'audit-log'],
  [/^\/v1\.0\/servicePrincipals\//, 'mapping'],
  [/^\/v1\.0\/waybill\/jobs(\/|$)/, 'mapping'],
  [/^\/v1\.0\/waybill\/services\/mapping(\/|$)/, 'mapping'],
  [/^\/v1\.0\/waybill\/services\/samanage-connector(\/|$)/, 'samanage-connector'],
  [/^\/v1\.0\/auditLogs\//, 'audit-log'],
  [/^\/v1\.0\/waybill\/conservation(\/|$)/, 'audit-log'],
  [/^\/v1\.0\/waybill\/services\/audit-log(\/|$)/, 'audit-log'],
];

/** The service that answers a path; undefined for one that nobody answers. */
export function serviceOf(url: string): string | undefined {
  const path = url.split('?', 1)[0] ?? '';
  return division.find(([pattern]) => pattern.test(path))?.[1];
}

import { bodyLimitBytes } from '@waybill/runtime';
import { largestPage } from '../domain/resources/directory-resource';
import { mostBulkOperations } from './bulk/bulk-limits';
import { cursorSeconds } from './page-cursor';

/**
 * What the endpoint can do, and within which limits (RFC 7643 §5, RFC 9865 §2).
 *
 * @param base where the job's endpoint is
 */
export const serviceProviderConfig = (base: string): object => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: true, maxOperations: mostBulkOperations, maxPayloadSize: bodyLimitBytes },
  filter: { supported: true, maxResults: largestPage },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: largestPage,
    maxPageSize: largestPage,
    cursorTimeout: cursorSeconds,
  },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token of the job, which an admin makes: waybill tokens create.',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

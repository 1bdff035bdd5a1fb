import type { ProvisioningObjectSummary } from '@waybill/graph';

/** What the demonstration asks the management API, as any script would. */
export class ManagementApi {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  /** The newest record of each person, and all of them if `failuresOnly` is not set. */
  async provisioningLog(): Promise<ProvisioningObjectSummary[]> {
    const records: ProvisioningObjectSummary[] = [];
    let next: string | undefined = `${this.baseUrl}/v1.0/auditLogs/provisioning?$top=1000`;
    while (next) {
      const page: { value: ProvisioningObjectSummary[]; '@odata.nextLink'?: string } = await this.get(next);
      records.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return records;
  }

  conservation(): Promise<{ accepted: number; ended: number; inFlight: number; conservation: number }> {
    return this.get(`${this.baseUrl}/v1.0/waybill/conservation`);
  }

  private async get<T>(url: string): Promise<T> {
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${this.token}` } });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return (await answer.json()) as T;
  }
}

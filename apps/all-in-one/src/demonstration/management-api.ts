import type { ProvisioningObjectSummary } from '@waybill/graph';

/** What the demonstration asks the management API, as any script would. */
export class ManagementApi {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  /** Every record, newest first. */
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

  /** Makes something be there; returns the status of the answer. */
  async put(path: string, body: object): Promise<number> {
    const headers = { ...this.credentials, 'Content-Type': 'application/json' };
    const answer = await fetch(`${this.baseUrl}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    await answer.arrayBuffer();
    return answer.status;
  }

  private async get<T>(url: string): Promise<T> {
    const answer = await fetch(url, { headers: this.credentials });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return (await answer.json()) as T;
  }

  private get credentials() {
    return { Authorization: `Bearer ${this.token}` };
  }
}

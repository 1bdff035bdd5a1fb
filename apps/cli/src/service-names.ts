import { Option } from 'commander';

/** The services, in the order in which a change passes them. */
export const serviceNames = ['scim-ingress', 'mapping', 'samanage-connector', 'audit-log'] as const;

export type Service = (typeof serviceNames)[number];

/** What `--service` leaves in the options of a command. */
export interface ServiceOptions {
  readonly service?: Service;
}

export const serviceOption = (): Option =>
  new Option('--service <name>', 'this service alone, instead of all').choices(serviceNames);

/** The service that was named, or all. */
export const chosenServices = ({ service }: ServiceOptions): readonly Service[] => (service ? [service] : serviceNames);

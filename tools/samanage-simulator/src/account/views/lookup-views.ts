import type { Named } from '../records';
import type { Shown } from './shown';

/** Roles, departments and sites as they are answered (samanage-api.md §4). */

const roleDescriptions: Readonly<Record<string, string>> = {
  Administrator: 'This is the all powerful administrator user!',
  'Service Agent User': 'Almost like an administrator but no access to setup.',
  Requester: 'Requester role to view and submit service request.',
};

export const roleView = (role: Named): object => ({
  id: role.id,
  name: role.name,
  description: role.description ?? roleDescriptions[role.name] ?? null,
  portal: role.name === 'Requester',
  show_my_tasks: false,
});

export const departmentView = (department: Named, { switches }: Shown): object => ({
  id: department.id,
  name: department.name,
  description: department.description ?? null,
  default_assignee_id: -1,
  ...(switches.userShape === 2024 ? { default_group_assignee_id: null } : {}),
});

const businessHours = {
  id: 1,
  name: 'Default Business Hours',
  description: 'This is your initial business hours record',
};

export const siteView = (site: Named): object => ({
  id: site.id,
  name: site.name,
  location: site.location ?? null,
  description: site.description ?? null,
  time_zone: '',
  language: '-1',
  business_record: businessHours,
});

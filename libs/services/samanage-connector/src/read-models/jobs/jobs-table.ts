/** Where the connector's jobs are; their credentials look here for whether they are in use. */
export const jobsTable = 'job_v2';

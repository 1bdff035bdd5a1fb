export * from './broker';
export * from './broker-availability';
export { fetchJars } from './jars';
export type { Environment } from './prerequisites';

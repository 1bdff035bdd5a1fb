export { DecideAccess } from './inbound/tokens.controller';
export * from './scim-ingress.module';
export * from './scim-ingress.service';

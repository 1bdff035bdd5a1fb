export * from './scim-ingress.module';
export * from './scim-ingress.service';

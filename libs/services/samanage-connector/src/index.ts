export * from './samanage-connector.config';
export * from './samanage-connector.module';
export * from './samanage-connector.service';

import 'reflect-metadata';
import { runSeparately } from '@waybill/service-host';
import { app } from './app.module';

runSeparately(app, process.argv.slice(2), process.env);

import 'reflect-metadata';
import { inOneProcess } from './in-one-process/in-one-process';
import { runOnThisMachine } from './local/run-on-this-machine';

runOnThisMachine(inOneProcess);

import 'reflect-metadata';
import { apart } from './apart/apart';
import { runOnThisMachine } from './local/run-on-this-machine';

runOnThisMachine(apart);

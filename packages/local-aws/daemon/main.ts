import { runDaemon } from './daemon';

runDaemon();

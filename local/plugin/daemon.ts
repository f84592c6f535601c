import { runDaemon } from 'local-aws/daemon/daemon';
import { meridian } from './plugin';

runDaemon({ plugin: meridian });

import { runDaemon } from 'local-aws/daemon/daemon';
import { meridian } from './plugin';

// Every stack is planned and applied by its own role: see `local/ci-roles.ts`.
runDaemon({ plugin: meridian, accessControl: 'enforce' });

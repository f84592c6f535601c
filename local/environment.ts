import { runningEnvironment } from 'local-aws/environment';
import { LOCAL_DIRECTORY } from './directory';

/** What reaches the platform's local AWS, if it runs. */
export const runningLocalEnvironment = () => runningEnvironment(LOCAL_DIRECTORY);

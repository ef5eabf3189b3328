// A program that runs a task until it is killed: `node test/helpers/abandoned-task.ts LABEL [SERVICE]`, beside a service if
// it is named. It prints "ready" as its container does.
import { dockerHost } from './engine-context.ts';
import { hasPrinted, service, startBeside } from './service-runs.ts';
import { shell } from './task.ts';

const [label = '', ...names] = process.argv.slice(2);
const services = names.map((name) => service(name, shell('sleep 300')));
const started = startBeside(dockerHost, services, { label, ...shell('echo ready; sleep 300') });
await hasPrinted(started, 'ready');
console.log('ready');
await started.result;

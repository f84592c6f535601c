import type { ConsoleWords } from '../words';
import { readDistributions, readTraces, readWorld } from './api';
import { AskForm } from './ask-form';
import { find, setText } from './dom';
import { Events } from './events';
import { Header } from './header';
import { RoutingMap } from './map';
import { Objects } from './objects';
import { poll } from './poll';
import { Requests } from './requests';

declare const CONSOLE_WORDS: ConsoleWords;

document.title = `${CONSOLE_WORDS.title} console`;
setText(find('#platform'), CONSOLE_WORDS.title);
setText(find('#nothing'), CONSOLE_WORDS.nothingDeployed);
setText(find('#no-stories'), CONSOLE_WORDS.noObjects);

/** Does what a button is for, says how that went, and looks at once what has changed. */
async function act(work: () => Promise<unknown>, done: string): Promise<void> {
  const message = find('#message');
  try {
    await work();
    setText(message, done);
  } catch (error) {
    setText(message, `Not done: ${error instanceof Error ? error.message : String(error)}`);
  }
  refresh();
}

async function read(): Promise<void> {
  const answers = await Promise.all([readWorld(), readTraces(), readDistributions()]).catch(() => undefined);
  if (answers === undefined) {
    header.lost();
    return;
  }
  const [world, traces, distributions] = answers;
  header.show(world);
  map.show(world, traces);
  askForm.offer(distributions);
  askForm.show(traces);
  objects.show(world, traces);
  requests.show(traces);
  events.show(world);
}

const header = new Header(act);
const map = new RoutingMap(act);
const askForm = new AskForm(() => refresh());
const objects = new Objects(() => refresh());
const requests = new Requests();
const events = new Events();
const refresh = poll(read);

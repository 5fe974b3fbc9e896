// Services and a gateway of their own, with the example award played as far as a test needs.
import { execFile, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const preset = process.env.KRANS_PRESET ?? 'release';
const program = (path) => join(root, 'build', preset, path);
const run = promisify(execFile);
const stockholm = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Stockholm', timeZoneName: 'longOffset' });

// Starts a program with its log in a file, and resolves, when a line of it matches, to what the pattern caught.
function started(path, args, ready, log) {
  const child = spawn(program(path), args, { stdio: ['ignore', 'pipe', openSync(log, 'a')] });
  return new Promise((resolve, reject) => {
    child.on('exit', (code, signal) => reject(new Error(`${path} ended with ${code ?? signal}: ${readFileSync(log)}`)));
    process.once('exit', () => child.kill());
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = ready.exec(line);
      if (found) resolve({ child, found: found[1] });
    });
  });
}

const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

// Ends what was started, which must not have ended by itself before.
async function end(child) {
  const { exitCode, signalCode, spawnfile } = child;
  if (hasEnded(child)) throw new Error(`${spawnfile} ended with ${exitCode ?? signalCode} before its time`);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
}

export class World {
  // The award as it stands before `until` ("2024-09-02T12:00:00").
  static async at(until) {
    const world = new World();
    world.folder = mkdtempSync(join(tmpdir(), 'krans-browser-'));
    world.data = join(world.folder, 'award');
    world.clock = join(world.data, 'clock');
    const clock = join(root, 'deploy/example/clock');
    await run(program('services/kransd/kransd'), ['init', '--data', world.data, '--office', 'eva-lindmark', '--port-base', '0', '--clock', clock]);
    copyFileSync(clock, world.clock);
    try {
      await world.#startServices();
      await world.#startGateway(0);
      await world.play(until);
    } catch (error) {
      // What runs would keep the tests from ending.
      world.gateway?.kill();
      world.services?.kill();
      throw error;
    }
    return world;
  }

  async #startServices() {
    const services = 'submissions,scoring,sitevisits,jury';
    const { child } = await started('services/kransd/kransd', ['serve', '--data', this.data, '--services', services, '--clock', this.clock], /ready|serving/, join(this.folder, 'log'));
    this.services = child;
  }

  async #startGateway(port) {
    const args = ['--data', this.data, '--port', String(port), '--site', join(root, 'build/web'), '--clock', this.clock];
    const { child, found } = await started('services/gateway/krans-gateway', [...args, '--act-as', join(root, 'deploy/example/people.textproto')], /^gateway ready on (.*)$/, join(this.folder, 'log'));
    this.url = found;
    this.gateway = child;
  }

  // Plays on, and leaves the clock at `until`.
  async play(until) {
    await run(join(root, 'deploy/example/play'), ['--data', this.data, '--until', until], { env: { ...process.env, KRANS_PRESET: preset } });
    this.setClock(until);
  }

  // A command of the command line, as that person.
  async krans(person, ...command) {
    await run(program('clients/cli/krans'), [...command, '--as', person], { cwd: root, env: { ...process.env, KRANS_DATA: this.data, KRANS_CLOCK: this.clock } });
  }

  // `time` is Stockholm's.
  setClock(time) {
    const [, offset] = /GMT(.*)$/.exec(stockholm.format(new Date(`${time}Z`)));
    writeFileSync(this.clock, `${time}${offset}\n`);
  }

  async stop() {
    await end(this.gateway);
    await end(this.services);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// Users of the sandbox as amazon-cognito-identity-js sees them, with its callbacks turned into promises.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

const { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } = createRequire(
  process.env.NODE_MODULES + '/',
)('amazon-cognito-identity-js');

export const sandbox = JSON.parse(process.env.SANDBOX);

class Memory {
  #items = new Map();
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => this.#items.set(key, value);
  removeItem = (key) => this.#items.delete(key);
  clear = () => this.#items.clear();
}

export const Storage = new Memory();
export const pool = new CognitoUserPool({
  UserPoolId: sandbox.user_pool_id,
  ClientId: sandbox.client_id,
  endpoint: sandbox.url + '/',
  Storage,
});

export function user(name, storage = Storage) {
  return new CognitoUser({ Username: name, Pool: pool, Storage: storage });
}

// What a browser keeps; another one is another computer.
export function anotherComputer() {
  return new Memory();
}

export function details(who, password) {
  return new AuthenticationDetails({ Username: who.getUsername(), Password: password });
}

// Signs in by SRP; the answer says which callback was called and with what.
export function signIn(who, password) {
  return asks(who, 'authenticateUser', details(who, password));
}

export function callbacks(resolve, reject) {
  const say = (name) => (...values) => resolve({ name, values });
  return {
    onSuccess: say('success'),
    onFailure: reject,
    newPasswordRequired: say('newPasswordRequired'),
    totpRequired: say('totpRequired'),
    mfaRequired: say('mfaRequired'),
    selectMFAType: say('selectMFAType'),
    mfaSetup: say('mfaSetup'),
    customChallenge: say('customChallenge'),
    associateSecretCode: say('associateSecretCode'),
    inputVerificationCode: say('inputVerificationCode'),
  };
}

// Calls a method that takes such callbacks last.
export function asks(who, method, ...before) {
  return new Promise((resolve, reject) => who[method](...before, callbacks(resolve, reject)));
}

// Calls a method that takes a Node callback last.
export function does(who, method, ...before) {
  return new Promise((resolve, reject) => who[method](...before, (error, done) => (error ? reject(error) : resolve(done))));
}

export function sendsCode(who, code, factor) {
  return new Promise((resolve, reject) => who.sendMFACode(code, callbacks(resolve, reject), factor));
}

export function answers(who, answer) {
  return new Promise((resolve, reject) => who.sendCustomChallengeAnswer(answer, callbacks(resolve, reject)));
}

export function claims(who) {
  return who.getSignInUserSession().getIdToken().decodePayload();
}

export function another(code) {
  return String((Number(code) + 500000) % 1000000).padStart(6, '0');
}

export function signUp(name, password, attributes) {
  const list = Object.entries(attributes).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }));
  return new Promise((resolve, reject) =>
    pool.signUp(name, password, list, null, (error, result) => (error ? reject(error) : resolve(result))),
  );
}

export async function refused(promise, code) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.code ?? error.name, code, error.message);
    return true;
  });
}

async function control(path, changes) {
  const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method: changes ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${sandbox.control_token}` },
    body: changes && JSON.stringify(changes),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

export async function newestCode(to) {
  return (await control('inbox')).find((message) => message.to === to).code;
}

// Changes the rules of the pool, as an administrator would.
export function changeSettings(changes) {
  return control('settings', changes);
}

// RFC 6238 with SHA-1, six digits and thirty seconds.
export function totp(secret, at) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const start = mac[19] & 15;
  return String((mac.readUInt32BE(start) & 0x7fffffff) % 1000000).padStart(6, '0');
}

export { CognitoUserAttribute as Attribute, assert };

/* 网页与服务器之间：请求、凭据，以及浏览器里保存的东西。 */

const API = 'chat/api/';

/* 本页的记忆；浏览器不让存时只记在内存里。 */
export const kept = (function () {
  const memory = {};
  let store = null;
  try {
    store = document.body.dataset.keep === 'session' ? sessionStorage : localStorage;
    store.getItem('shaodian');
  } catch (e) { store = null; }
  return {
    get: function (name) {
      try { return JSON.parse(store ? store.getItem('shaodian.' + name) : memory[name] || null); }
      catch (e) { return null; }
    },
    set: function (name, value) {
      const json = JSON.stringify(value);
      try { if (store) store.setItem('shaodian.' + name, json); else memory[name] = json; }
      catch (e) { memory[name] = json; }
    },
    forget: function () {
      ['session', 'pending', 'seen'].forEach(function (name) {
        delete memory[name];
        if (store) store.removeItem('shaodian.' + name);
      });
    }
  };
})();

let session = kept.get('session');

export function signedIn() { return session; }

export function signIn(secret) {
  kept.forget();
  session = secret;
  kept.set('session', secret);
}

export function signOut() {
  session = null;
  kept.forget();
}

/* status 0: nobody knows whether it arrived. */
export function Trouble(status, sentence, pause) {
  this.status = status;
  this.sentence = sentence;
  this.pause = pause;
}

/* `given`: a control with which the caller may give the call up. */
export async function call(method, path, body, seconds, given) {
  const headers = {};
  if (session) headers.Authorization = 'Bearer ' + session;
  const options = { method: method, headers: headers, cache: 'no-store' };
  if (body instanceof Blob) options.body = body;
  else if (body) { options.body = JSON.stringify(body); headers['Content-Type'] = 'application/json'; }
  let timer = 0;
  if (typeof AbortController === 'function') {
    const control = given || new AbortController();
    options.signal = control.signal;
    timer = setTimeout(function () { control.abort(); }, (seconds || 60) * 1000);
  }
  try {
    const answer = await fetch(API + path, options);
    if (answer.ok) return answer;
    let sentence = '';
    try { sentence = (await answer.json()).detail; } catch (e) { sentence = ''; }
    const pause = Number(answer.headers.get('Retry-After')) || 0;
    throw new Trouble(answer.status, typeof sentence === 'string' ? sentence : '', pause);
  } catch (e) {
    throw e instanceof Trouble ? e : new Trouble(0, '', 0);
  } finally { clearTimeout(timer); }
}

export async function callJson(method, path, body, seconds, control) {
  const answer = await call(method, path, body, seconds, control);
  try { return await answer.json(); } catch (e) { throw new Trouble(0, '', 0); }
}

export function sleep(ms) { return new Promise(function (wake) { setTimeout(wake, ms); }); }

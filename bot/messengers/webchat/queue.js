/* 做过而服务器还没有确认的事：按顺序发送，没发成的可以重试，编号始终不变。 */

import { Trouble, callJson, kept, sleep } from './server.js';

const TRIES = 3;

let pending = [];
let chain = Promise.resolve();
let page = null;

/* `given`: last() the newest message id, merge(messages), changed(), over(sentence). */
export function attach(given) {
  page = given;
  pending = (kept.get('pending') || []);
  pending.forEach(enqueue);
}

export function unsettled() { return pending; }

export function busy() {
  return pending.some(function (p) { return p.state === 'sending'; });
}

/* `deed`: text, and for a button its press, for a file its content. */
export function act(deed) {
  const p = { event: newId(), text: deed.text, press: deed.press, content: deed.content };
  pending.push(p);
  enqueue(p);
}

export function enqueue(p) {
  p.state = 'sending';
  changed();
  chain = chain.then(function () { return send(p); });
}

export function retryFailed() {
  pending.forEach(function (p) { if (p.state === 'failed') enqueue(p); });
}

/* The server has kept this event. */
export function settle(event) {
  const left = pending.filter(function (p) { return p.event !== event; });
  if (left.length === pending.length) return;
  pending = left;
  changed();
}

async function send(p) {
  for (let failures = 0; pending.indexOf(p) >= 0;) {
    try {
      const answer = await post(p);
      page.merge(answer.messages);
      settle(p.event);
    } catch (e) {
      if (!(e instanceof Trouble)) throw e;
      if (e.status === 401) { page.over(e.sentence); return; }
      if (e.status === 429) { await sleep((e.pause || 2) * 1000); continue; }
      if (e.status >= 400 && e.status < 500) { refuse(p, e.sentence || '请刷新页面后再试。'); return; }
      failures += 1;
      if (failures >= TRIES) { p.state = 'failed'; changed(); return; }
      await sleep(1000 * failures);
    }
  }
}

function post(p) {
  const after = '?after=' + page.last();
  if (p.content) {
    const query = '&event=' + p.event + '&name=' + encodeURIComponent(p.text);
    return callJson('POST', 'file' + after + query, p.content, 300);
  }
  if (p.press) {
    return callJson('POST', 'press' + after, { event: p.event, press: p.press, label: p.text });
  }
  return callJson('POST', 'say' + after, { event: p.event, text: p.text });
}

function refuse(p, sentence) {
  p.state = 'refused';
  p.sentence = sentence;
  changed();
}

/* A file itself can't be kept over a reload; words and presses can. */
function changed() {
  kept.set('pending', pending
    .filter(function (p) { return !p.content && p.state !== 'refused'; })
    .map(function (p) { return { event: p.event, text: p.text, press: p.press }; }));
  page.changed();
}

function newId() {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  return Array.prototype.map.call(bytes, function (b) {
    return ('0' + b.toString(16)).slice(-2);
  }).join('');
}

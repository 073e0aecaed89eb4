/* 网页对话的页面。不用任何外来代码。 */

import { Trouble, call, callJson, kept, signIn, signOut, signedIn, sleep } from './server.js';
import { drawCard, drawMine, el } from './draw.js';
import * as queue from './queue.js';

const LONGEST = 20000;      // characters
const LARGEST = 20 * 1024 * 1024;
const QUIET = 300;           // seconds after which the time is shown again
const $ = function (id) { return document.getElementById(id); };
const room = $('room'), talk = $('talk'), waiting = $('waiting'), text = $('text');

let last = 0;              // the newest message this page has
let seen = 0;              // the newest message the person has seen
let unread = 0;
let lastDay = '';
let lastAt = 0;            // the moment of the last time shown, in seconds
let low = true;            // the newest message is in view
let current = 0;           // the latest answer with buttons: only its buttons still work
let counted = 0;           // the message whose buttons a typed number means
const known = {};

const hands = {
  press: function (button) { act({ press: button.press, text: button.text }); },
  download: download
};

/* ---- the talk ---- */

/* Only the latest card's buttons work, each once; standing ones always. Of an earlier card only
   what was pressed stays. */
function freshenButtons() {
  const busy = queue.busy();
  const all = talk.querySelectorAll('.press');
  for (let i = 0; i < all.length; i += 1) {
    const button = all[i];
    const latest = Number(button.dataset.of) === current;
    const standing = button.dataset.standing === '1';
    const done = button.classList.contains('done');
    button.disabled = busy || (!standing && (!latest || done));
    button.classList.toggle('gone', !standing && !latest && !done);
    button.classList.toggle('uncounted', Number(button.dataset.of) !== counted);
  }
}

function markPressed(press) {
  const all = talk.querySelectorAll('.press');
  for (let i = 0; i < all.length; i += 1) {
    if (all[i].dataset.press === press && !all[i].dataset.standing) all[i].classList.add('done');
  }
}

function merge(messages) {
  const stay = !low;
  let came = 0;
  messages.forEach(function (message) {
    if (known[message.id]) return;
    known[message.id] = true;
    last = Math.max(last, message.id);
    if (message.mine) queue.settle(message.event);
    place(message);
    if (!message.mine && message.id > seen) came += 1;
  });
  if (!messages.length) return;
  unread += document.hidden || stay ? came : 0;
  freshenButtons();
  if (!stay) toEnd(); else if (came) $('newer').hidden = false;
  look();
}

function place(message) {
  if (message.day !== lastDay || message.at - lastAt > QUIET) {
    const sameDay = message.day === lastDay;
    talk.appendChild(el('li', 'day', (sameDay ? '' : message.day + ' ') + message.time));
    lastDay = message.day;
    lastAt = message.at;
  }
  const item = message.mine ? drawMine(message) : drawCard(message, hands);
  if (message.mine && message.press) markPressed(message.press);
  if (!message.mine) takePlace(message);
  if (!message.mine && !message.event && message.id > seen) item.classList.add('unread');
  if (document.hidden && !message.mine && !talk.querySelector('.fresh')) freshLine();
  talk.appendChild(item);
}

/* A card beside another leaves the other's buttons in use. */
function takePlace(message) {
  if (message.beside) return;
  if (message.event && message.rows.length) current = message.id;
  if (message.rows.length && message.numbered) counted = message.id;
  else if (message.event) counted = 0;
}

function freshLine() { talk.appendChild(el('li', 'fresh', '以下是新消息')); }

/* A card taller than the room is shown from its top: an error is said there. */
function toEnd() {
  const newest = talk.lastElementChild;
  const tall = newest && !queue.unsettled().length && newest.offsetHeight > room.clientHeight;
  room.scrollTop = tall ? newest.offsetTop - room.offsetTop - 8 : room.scrollHeight;
  low = true;
  $('newer').hidden = true;
}

/* The person looks: what is on the page counts as seen, its highlight fades a little later. */
function look() {
  if (!document.hidden && low) {
    unread = 0;
    seen = last;
    kept.set('seen', seen);
    $('newer').hidden = true;
    const fresh = Array.prototype.slice.call(talk.querySelectorAll('.unread'));
    if (fresh.length) setTimeout(function () {
      fresh.forEach(function (item) { item.classList.remove('unread'); });
    }, 8000);
  }
  document.title = (unread ? '（' + unread + '条新消息）' : '') + '法治哨点';
}

/* ---- doing something ---- */

function act(deed) {
  const old = talk.querySelector('.fresh');
  if (old) talk.removeChild(old);
  queue.act(deed);
  toEnd();
}

function drawUnsettled() {
  waiting.textContent = '';
  queue.unsettled().forEach(function (p) {
    const item = drawMine({ text: p.text, press: p.press, file: !!p.content });
    if (p.state === 'failed') {
      const again = el('button', 'again', '发送失败，点此重试');
      again.type = 'button';
      again.addEventListener('click', function () { queue.enqueue(p); });
      item.appendChild(again);
    } else if (p.state === 'refused') item.appendChild(el('p', 'sorry', '没有发送：' + p.sentence));
    else item.appendChild(el('span', 'time', '正在发送……'));
    waiting.appendChild(item);
  });
  $('typing').hidden = !queue.busy();
  freshenButtons();
  toEnd();
}

function note(sentence) {
  $('note').textContent = sentence;
  $('note').hidden = !sentence;
}

async function download(message, button) {
  button.disabled = true;
  try {
    const blob = await (await call('GET', 'files/' + message.id, null, 300)).blob();
    const link = el('a');
    link.href = URL.createObjectURL(blob);
    link.download = message.file;
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    note('');
  } catch (e) { note(e.sentence || '下载没有成功，请检查网络后再点一次。'); }
  button.disabled = false;
}

/* ---- staying in touch ---- */

function online(yes) { $('offline').hidden = yes; }

let polling = null;
let wake = function () {};

/* A page nobody looks at asks now and then: a browser has few connections for all its tabs. */
async function listen() {
  let pause = 1000;
  const mine = signedIn();
  while (mine && signedIn() === mine) {
    try {
      polling = typeof AbortController === 'function' ? new AbortController() : null;
      const wait = document.hidden ? 0 : 25;
      const answer = await callJson('GET', 'messages?wait=' + wait + '&after=' + last, null, 40, polling);
      if (signedIn() !== mine) return;
      online(true);
      merge(answer.messages);
      pause = 1000;
      if (document.hidden) await rest(4000);
    } catch (e) {
      if (!(e instanceof Trouble)) throw e;
      if (e.status === 401) { shut(e.sentence); return; }
      if (!document.hidden) online(false);
      await rest(pause);
      pause = Math.min(pause * 2, 10000);
    }
  }
}

function rest(ms) {
  return new Promise(function (done) {
    const timer = setTimeout(done, ms);
    wake = function () { clearTimeout(timer); done(); };
  });
}

function turned() {
  if (document.hidden && polling) polling.abort(); else wake();
  look();
}

/* ---- coming and going ---- */

function gate(sentence) {
  ['say', 'leave'].forEach(function (id) { $(id).hidden = true; });
  $('gate-text').textContent = sentence;
  $('gate').hidden = false;
}

function shut(sentence) {
  signOut();
  gate(sentence || '请用街道发给您的个人链接打开本页。');
}

async function come() {
  const key = /(?:^#|&)k=([^&]+)/.exec(location.hash);
  history.replaceState(null, '', location.pathname + location.search);
  if (key) {
    try {
      const answer = await callJson('POST', 'enter', { key: decodeURIComponent(key[1]) });
      signIn(answer.session);
    } catch (e) {
      if (!e.status) { hold(key[0]); return; }
      if (!signedIn()) { shut(e.sentence); return; }
    }
  }
  if (!signedIn()) { shut(''); return; }
  await open();
}

/* The link was not used up: it may be tried again as it is. */
function hold(hash) {
  gate('连接不上服务器，正在重试……');
  setTimeout(function () {
    history.replaceState(null, '', location.pathname + location.search + '#' + hash.slice(1));
    location.reload();
  }, 4000);
}

async function open() {
  let me = null, first = null;
  while (!first) {
    try {
      me = await callJson('GET', 'me');
      first = await callJson('GET', 'messages?after=0');
    } catch (e) {
      if (e.status === 401) { shut(e.sentence); return; }
      online(false);
      await sleep(3000);
    }
  }
  online(true);
  $('me').textContent = me.name + (me.roles.length ? ' · ' + me.roles.join('、') : '');
  $('say').hidden = $('leave').hidden = false;
  seen = kept.get('seen') || 0;
  showHistory(first.messages);
  queue.attach({ last: function () { return last; }, merge: merge, changed: drawUnsettled, over: shut });
  if (!first.messages.length && !queue.unsettled().length) act({ text: '帮助' });
  listen();
}

function showHistory(messages) {
  const before = messages.filter(function (m) { return m.id <= seen; });
  const after = messages.filter(function (m) { return m.id > seen; });
  merge(before);
  if (before.length && after.some(function (m) { return !m.mine; })) freshLine();
  merge(after);
  const line = talk.querySelector('.fresh');
  if (line) room.scrollTop = line.offsetTop - room.offsetTop - 12; else toEnd();
  look();
}

/* ---- the person's hands ---- */

function fit() {
  text.style.height = '50px';
  text.style.height = Math.min(text.scrollHeight + 3, 180) + 'px';
}

$('say').addEventListener('submit', function (e) {
  e.preventDefault();
  const said = text.value.trim();
  if (!said) { text.focus(); return; }
  if (said.length > LONGEST) { note('这段话有' + said.length + '字，超过2万字，请分成几次发送。'); return; }
  note('');
  text.value = '';
  fit();
  act({ text: said });
  if (window.matchMedia('(pointer: fine)').matches) text.focus();
});
text.addEventListener('input', fit);
text.addEventListener('keydown', function (e) {
  if (e.key === 'Enter' && !e.shiftKey && !e.isComposing && e.keyCode !== 229) {
    e.preventDefault();
    $('say').querySelector('.send').click();
  }
});
$('say').addEventListener('click', function (e) {
  const word = e.target.dataset && e.target.dataset.say;
  if (word) act({ text: word });
});
$('file').addEventListener('change', function () {
  const file = $('file').files[0];
  $('file').value = '';
  if (!file) return;
  if (file.size > LARGEST) { note('这个文件超过20MB，请压缩或拆分后再发送。'); return; }
  if (!file.size) { note('这个文件是空的，没有发送。'); return; }
  note('');
  act({ text: file.name, content: file });
});
$('leave').addEventListener('click', async function () {
  if (!window.confirm('退出后，需要新的个人链接才能再进来。确定退出吗？')) return;
  try { await call('POST', 'leave'); } catch (e) { /* the session ends by itself in time */ }
  shut('您已退出。再次进入请使用街道发给您的新链接。');
});
$('newer').addEventListener('click', toEnd);
room.addEventListener('scroll', function () {
  const newest = talk.lastElementChild;
  const top = newest ? newest.offsetTop - room.offsetTop : 0;
  low = top < room.scrollTop + room.clientHeight - 40;
  look();
});
window.addEventListener('resize', function () { if (low) toEnd(); });
document.addEventListener('visibilitychange', turned);
window.addEventListener('online', queue.retryFailed);
window.addEventListener('hashchange', function () { if (/k=/.test(location.hash)) location.reload(); });

come();

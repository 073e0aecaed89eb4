/* 网页对话的页面。不用任何外来代码。 */

import { Trouble, call, callJson, signIn, signOut, signedIn, sleep } from './server.js';
import { drawMine } from './draw.js';
import { el } from './elements.js';
import { download } from './download.js';
import { showAside, showWords } from './sides.js';
import * as queue from './queue.js';
import { begin, dropFreshLine, freshenButtons, lastId, look, merge, showHistory, toEnd } from './talk.js';

const LONGEST = 20000;     // characters
const LARGEST = 20 * 1024 * 1024;
const $ = function (id) { return document.getElementById(id); };
const waiting = $('waiting'), text = $('text');

const hands = {
  press: function (button) { act({ press: button.press, text: button.text }); },
  download: function (message, button) { download(message, button, note); }
};

/* ---- doing something ---- */

function act(deed) {
  dropFreshLine();
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

function mergeAnswer(messages) {
  merge(messages);
  showAside();
}

function note(sentence) {
  $('note').textContent = sentence;
  $('note').hidden = !sentence;
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
      const answer = await callJson('GET', 'messages?wait=' + wait + '&after=' + lastId(), null, 40, polling);
      if (signedIn() !== mine) return;
      online(true);
      merge(answer.messages);
      if (answer.messages.length) showAside();
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
      if (!e.status) { hold(key[0], '连接不上服务器，正在重试……'); return; }
      if (e.status === 429 && !signedIn()) { hold(key[0], e.sentence); return; }
      if (!signedIn()) { shut(e.sentence); return; }
    }
  }
  if (!signedIn()) { shut(''); return; }
  await open();
}

/* The link was not used up: it may be tried again as it is. */
function hold(hash, sentence) {
  gate(sentence);
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
  showWords(me.words);
  showAside();
  begin(hands);
  showHistory(first.messages);
  queue.attach({ last: lastId, merge: mergeAnswer, changed: drawUnsettled, over: shut });
  if (!first.messages.length && !queue.unsettled().length) act({ text: '帮助' });
  listen();
}

/* ---- the person's hands ---- */

function fit() {
  text.style.height = '46px';
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
document.addEventListener('click', function (e) {
  const word = e.target.dataset && e.target.dataset.say;
  if (!word) return;
  $('menu').open = false;
  act({ text: word });
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
document.addEventListener('visibilitychange', turned);
window.addEventListener('online', queue.retryFailed);
window.addEventListener('hashchange', function () { if (/k=/.test(location.hash)) location.reload(); });

come();

/* 网页对话。不用任何外来代码；文字只用 textContent 显示。
   每件事（说、按、发文件）有自己的编号，重发时编号不变，所以不会办两次。 */
(function () {
  'use strict';

  const LONGEST = 20000;
  const LARGEST = 20 * 1024 * 1024;
  const TRIES = 3;
  const API = 'chat/api/';
  const $ = function (id) { return document.getElementById(id); };
  const room = $('room'), talk = $('talk'), waiting = $('waiting'), text = $('text');

  /* ---- what the browser keeps ---- */

  const kept = (function () {
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
  let last = 0;              // the newest message this page has
  let seen = 0;              // the newest message the person has seen
  let unread = 0;
  let lastDay = '';
  let current = 0;           // the latest answer with buttons: only its buttons still work
  let counted = 0;           // the message whose buttons a typed number means
  let pending = [];          // what was done here and is not yet known to be kept
  let chain = Promise.resolve();
  const known = {};

  /* ---- the server ---- */

  function Trouble(status, sentence, pause) {
    this.status = status;
    this.sentence = sentence;
    this.pause = pause;
  }

  async function call(method, path, body, seconds) {
    const headers = {};
    if (session) headers.Authorization = 'Bearer ' + session;
    const options = { method: method, headers: headers, cache: 'no-store' };
    if (body instanceof Blob) options.body = body;
    else if (body) { options.body = JSON.stringify(body); headers['Content-Type'] = 'application/json'; }
    let timer = 0;
    if (typeof AbortController === 'function') {
      const control = new AbortController();
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

  async function callJson(method, path, body, seconds) {
    const answer = await call(method, path, body, seconds);
    try { return await answer.json(); } catch (e) { throw new Trouble(0, '', 0); }
  }

  function sleep(ms) { return new Promise(function (wake) { setTimeout(wake, ms); }); }

  /* ---- drawing ---- */

  function el(tag, cls, content) {
    const made = document.createElement(tag);
    if (cls) made.className = cls;
    if (content !== undefined) made.textContent = content;
    return made;
  }

  function drawMine(deed) {
    const item = el('li', 'item mine' + (deed.press ? ' pressed' : '') + (deed.file ? ' file' : ''));
    item.appendChild(el('div', 'bubble', deed.text));
    return item;
  }

  function drawCard(message) {
    const item = el('li', 'item' + (message.event ? '' : ' told'));
    const rich = message.title || message.facts.length || message.rows.length || message.file;
    const card = el('div', 'bubble card' + (rich ? '' : ' plain'));
    if (message.title) card.appendChild(el('h2', '', message.title));
    if (message.text) card.appendChild(el('p', '', message.text));
    if (message.facts.length) card.appendChild(drawFacts(message.facts));
    if (message.file) card.appendChild(drawDownload(message));
    if (message.rows.length) card.appendChild(drawButtons(message));
    item.appendChild(card);
    return item;
  }

  function drawFacts(facts) {
    const list = el('dl');
    facts.forEach(function (fact) {
      const row = el('div', 'fact');
      row.appendChild(el('dt', '', fact[0]));
      row.appendChild(el('dd', '', fact[1]));
      list.appendChild(row);
    });
    return list;
  }

  function drawButtons(message) {
    const all = el('div', 'buttons');
    let number = 0;
    message.rows.forEach(function (row) {
      const line = el('div', 'row' + (row.length > 2 ? ' narrow' : ''));
      row.forEach(function (button) {
        number += 1;
        const made = el('button', 'press');
        made.type = 'button';
        if (message.numbered) made.appendChild(el('i', '', String(number)));
        made.appendChild(el('span', '', button.text));
        made.dataset.of = message.id;
        made.dataset.press = button.press;
        if (button.standing) made.dataset.standing = '1';
        made.addEventListener('click', function () {
          if (!button.standing) made.classList.add('done');
          act({ press: button.press, text: button.text });
        });
        line.appendChild(made);
      });
      all.appendChild(line);
    });
    return all;
  }

  function drawDownload(message) {
    const button = el('button', 'download', '下载：' + message.file);
    button.type = 'button';
    button.addEventListener('click', function () { download(message, button); });
    return button;
  }

  /* Only the latest card's buttons work, each once; standing ones always. */
  function freshenButtons() {
    const busy = pending.some(function (p) { return p.state === 'sending'; });
    const all = talk.querySelectorAll('.press');
    for (let i = 0; i < all.length; i += 1) {
      const button = all[i];
      const latest = Number(button.dataset.of) === current;
      const standing = button.dataset.standing === '1';
      button.disabled = busy || (!standing && (!latest || button.classList.contains('done')));
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
    const low = room.scrollHeight - room.scrollTop - room.clientHeight < 160;
    let came = 0;
    messages.forEach(function (message) {
      if (known[message.id]) return;
      known[message.id] = true;
      last = Math.max(last, message.id);
      if (message.event) settle(message.event, message.mine);
      place(message);
      if (!message.mine && message.id > seen) came += 1;
    });
    if (!messages.length) return;
    unread += document.hidden || !low ? came : 0;
    freshenButtons();
    if (low) toEnd(); else if (came) $('newer').hidden = false;
    look();
  }

  function place(message) {
    if (message.day !== lastDay) {
      lastDay = message.day;
      talk.appendChild(el('li', 'day', message.day));
    }
    const item = message.mine ? drawMine(message) : drawCard(message);
    if (message.mine && message.press) markPressed(message.press);
    if (!message.mine) takePlace(message);
    if (!message.mine && !message.event && message.id > seen) item.classList.add('unread');
    if (document.hidden && !message.mine && !talk.querySelector('.fresh')) freshLine();
    item.appendChild(el('span', 'time', message.time));
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

  function toEnd() { room.scrollTop = room.scrollHeight; $('newer').hidden = true; }

  /* The person looks: what is on the page counts as seen, its highlight fades a little later. */
  function look() {
    const low = room.scrollHeight - room.scrollTop - room.clientHeight < 160;
    if (!document.hidden && low) {
      unread = 0;
      seen = last;
      kept.set('seen', seen);
      $('newer').hidden = true;
      setTimeout(function () {
        const all = talk.querySelectorAll('.unread');
        for (let i = 0; i < all.length; i += 1) all[i].classList.remove('unread');
      }, 8000);
    }
    document.title = (unread ? '（' + unread + '条新消息）' : '') + '法治哨点';
  }

  /* ---- doing something ---- */

  function newId() {
    const bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
  }

  function act(deed) {
    const old = talk.querySelector('.fresh');
    if (old) talk.removeChild(old);
    const p = { event: newId(), text: deed.text, press: deed.press, content: deed.content, state: 'sending' };
    pending.push(p);
    enqueue(p);
  }

  function enqueue(p) {
    p.state = 'sending';
    remember();
    drawPending();
    toEnd();
    chain = chain.then(function () { return send(p); });
  }

  /* A file itself can't be kept over a reload; words and presses can. */
  function remember() {
    kept.set('pending', pending.filter(function (p) { return !p.content && p.state !== 'refused'; })
      .map(function (p) { return { event: p.event, text: p.text, press: p.press }; }));
  }

  function drawPending() {
    waiting.textContent = '';
    pending.forEach(function (p) {
      const item = drawMine({ text: p.text, press: p.press, file: !!p.content });
      if (p.state === 'failed') {
        const again = el('button', 'again', '发送失败，点此重试');
        again.type = 'button';
        again.addEventListener('click', function () { enqueue(p); });
        item.appendChild(again);
      } else if (p.state === 'refused') item.appendChild(el('p', 'sorry', '没有发送：' + p.sentence));
      else item.appendChild(el('span', 'time', '正在发送……'));
      waiting.appendChild(item);
    });
    $('typing').hidden = !pending.some(function (p) { return p.state === 'sending'; });
    freshenButtons();
  }

  function settle(event, mine) {
    if (!mine) return;
    pending = pending.filter(function (p) { return p.event !== event; });
    remember();
    drawPending();
  }

  async function send(p) {
    for (let failures = 0; pending.indexOf(p) >= 0;) {
      try {
        const answer = await post(p);
        merge(answer.messages);
        settle(p.event, true);
        toEnd();
        online(true);
        return;
      } catch (e) {
        if (!(e instanceof Trouble)) throw e;
        if (e.status === 401) { shut(e.sentence); return; }
        if (e.status === 429) { await sleep((e.pause || 2) * 1000); continue; }
        if (e.status >= 400 && e.status < 500) { refuse(p, e.sentence || '请刷新页面后再试。'); return; }
        failures += 1;
        if (failures >= TRIES) { p.state = 'failed'; remember(); drawPending(); toEnd(); return; }
        await sleep(1000 * failures);
      }
    }
  }

  function post(p) {
    const after = '?after=' + last;
    if (p.content) {
      const query = '&event=' + p.event + '&name=' + encodeURIComponent(p.text);
      return callJson('POST', 'file' + after + query, p.content, 300);
    }
    if (p.press) return callJson('POST', 'press' + after, { event: p.event, press: p.press, label: p.text });
    return callJson('POST', 'say' + after, { event: p.event, text: p.text });
  }

  function refuse(p, sentence) {
    p.state = 'refused';
    p.sentence = sentence;
    remember();
    drawPending();
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

  async function listen() {
    let pause = 1000;
    const mine = session;
    while (session && session === mine) {
      try {
        const answer = await callJson('GET', 'messages?wait=25&after=' + last, null, 40);
        if (session !== mine) return;
        online(true);
        merge(answer.messages);
        pause = 1000;
      } catch (e) {
        if (!(e instanceof Trouble)) throw e;
        if (e.status === 401) { shut(e.sentence); return; }
        online(false);
        await sleep(pause);
        pause = Math.min(pause * 2, 10000);
      }
    }
  }

  function retryFailed() {
    pending.forEach(function (p) { if (p.state === 'failed') enqueue(p); });
  }

  /* ---- coming and going ---- */

  function shut(sentence) {
    session = null;
    kept.forget();
    ['say', 'leave'].forEach(function (id) { $(id).hidden = true; });
    $('gate-text').textContent = sentence || '请用街道发给您的个人链接打开本页。';
    $('gate').hidden = false;
  }

  async function come() {
    const key = /(?:^#|&)k=([^&]+)/.exec(location.hash);
    history.replaceState(null, '', location.pathname + location.search);
    if (key) {
      try {
        const answer = await callJson('POST', 'enter', { key: decodeURIComponent(key[1]) });
        kept.forget();
        session = answer.session;
        kept.set('session', session);
      } catch (e) {
        if (!e.status) { hold(key[0]); return; }
        if (!session) { shut(e.sentence); return; }
      }
    }
    if (!session) { shut(''); return; }
    await open();
  }

  /* The link was not used up: it may be tried again as it is. */
  function hold(hash) {
    shut('连接不上服务器，正在重试……');
    setTimeout(function () {
      history.replaceState(null, '', location.pathname + location.search + (hash[0] === '#' ? hash : '#' + hash.slice(1)));
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
    pending = (kept.get('pending') || []).map(function (p) { p.state = 'sending'; return p; });
    showHistory(first.messages);
    pending.slice().forEach(enqueue);
    if (!first.messages.length && !pending.length) act({ text: '帮助' });
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
  room.addEventListener('scroll', look);
  document.addEventListener('visibilitychange', look);
  window.addEventListener('online', retryFailed);
  window.addEventListener('hashchange', function () { if (/k=/.test(location.hash)) location.reload(); });

  come();
})();

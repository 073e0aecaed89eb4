/* 对话本身：消息按编号排列，哪些按钮还能用，看到哪里了。 */

import { kept } from './server.js';
import { drawCard, drawMine } from './draw.js';
import { el } from './elements.js';
import { foldOld } from './fold.js';
import * as queue from './queue.js';

const QUIET = 300;         // seconds after which the time is shown again
const room = document.getElementById('room');
const talk = document.getElementById('talk');
const newer = document.getElementById('newer');

let last = 0;              // the newest message this page has
let seen = 0;              // the newest message the person has seen
let unread = 0;
let lastDay = '';
let lastAt = 0;            // the moment of the last time shown, in seconds
let low = true;            // the newest message is in view
let current = 0;           // the latest answer with buttons: only its buttons still work
let counted = 0;           // the message whose buttons a typed number means
const known = {};
let hands = null;

/* `given` say what a press and a download do. */
export function begin(given) {
  hands = given;
  seen = kept.get('seen') || 0;
}

export function lastId() { return last; }

/* Only the latest card's buttons work, each once; standing ones always. Of an earlier card only
   what was pressed stays. */
export function freshenButtons() {
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

export function merge(messages) {
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
  foldOld(talk);
  unread += document.hidden || stay ? came : 0;
  freshenButtons();
  if (!stay) toEnd(); else if (came) newer.hidden = false;
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
  if (message.mine) item.dataset.press = message.press || '';
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
export function toEnd() {
  const newest = talk.lastElementChild;
  const tall = newest && !queue.unsettled().length && newest.offsetHeight > room.clientHeight;
  room.scrollTop = tall ? newest.offsetTop - room.offsetTop - 8 : room.scrollHeight;
  low = true;
  newer.hidden = true;
}

/* The person looks: what is on the page counts as seen, its highlight fades a little later. */
export function look() {
  if (!document.hidden && low) {
    unread = 0;
    seen = last;
    kept.set('seen', seen);
    newer.hidden = true;
    const fresh = Array.prototype.slice.call(talk.querySelectorAll('.unread'));
    if (fresh.length) setTimeout(function () {
      fresh.forEach(function (item) { item.classList.remove('unread'); });
    }, 8000);
  }
  document.title = (unread ? '（' + unread + '条新消息）' : '') + '法治哨点';
}

export function dropFreshLine() {
  const old = talk.querySelector('.fresh');
  if (old) talk.removeChild(old);
}

export function showHistory(messages) {
  const before = messages.filter(function (m) { return m.id <= seen; });
  const after = messages.filter(function (m) { return m.id > seen; });
  merge(before);
  if (before.length && after.some(function (m) { return !m.mine; })) freshLine();
  merge(after);
  const line = talk.querySelector('.fresh');
  if (line) room.scrollTop = line.offsetTop - room.offsetTop - 12; else toEnd();
  look();
}

room.addEventListener('scroll', function () {
  const newest = talk.lastElementChild;
  const top = newest ? newest.offsetTop - room.offsetTop : 0;
  low = top < room.scrollTop + room.clientHeight - 40;
  look();
});
window.addEventListener('resize', function () { if (low) toEnd(); });
newer.addEventListener('click', toEnd);

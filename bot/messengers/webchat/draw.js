/* 把一条消息画成气泡或卡片。文字只用 textContent 显示。 */

export function el(tag, cls, content) {
  const made = document.createElement(tag);
  if (cls) made.className = cls;
  if (content !== undefined) made.textContent = content;
  return made;
}

export function drawMine(deed) {
  const item = el('li', 'item mine' + (deed.press ? ' pressed' : '') + (deed.file ? ' file' : ''));
  item.appendChild(el('div', 'bubble', deed.text));
  return item;
}

/* `hands` say what a press and a download do. */
export function drawCard(message, hands) {
  const item = el('li', 'item' + (message.event ? '' : ' told'));
  const rich = message.title || message.facts.length || message.rows.length || message.file;
  const card = el('div', 'bubble card' + (rich ? '' : ' plain'));
  if (message.title) card.appendChild(el('h2', '', message.title));
  if (message.text) card.appendChild(el('p', '', message.text));
  if (message.facts.length) card.appendChild(drawFacts(message.facts));
  if (message.file) card.appendChild(drawDownload(message, hands));
  if (message.rows.length) card.appendChild(drawButtons(message, hands));
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

function drawButtons(message, hands) {
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
        hands.press(button);
      });
      line.appendChild(made);
    });
    all.appendChild(line);
  });
  return all;
}

function drawDownload(message, hands) {
  const button = el('button', 'download', '下载：' + message.file);
  button.type = 'button';
  button.addEventListener('click', function () { hands.download(message, button); });
  return button;
}

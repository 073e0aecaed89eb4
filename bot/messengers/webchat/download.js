/* 卡片上的文件。 */

import { call } from './server.js';
import { el } from './elements.js';

export async function download(message, button, note) {
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

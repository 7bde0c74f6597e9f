// The pages work without this. It adds a key for the search box, and progress that needs no reloading.

addEventListener('keydown', (event) => {
  const typing = event.target instanceof Element && event.target.closest('input, select, textarea');
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById('sought');
  if (box === null) return;
  event.preventDefault();
  box.focus();
});

const progress = document.querySelector('[data-events]');
if (progress !== null) follow(progress);

/** Reads the page again, piece by piece, whenever the server says that something happened. */
function follow(shown) {
  const events = new EventSource(shown.dataset.events);
  let reading = false;
  let again = false;
  const refresh = async () => {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.querySelector('[data-events], [data-finished]');
      if (fresh === null) return;
      shown.replaceChildren(...fresh.childNodes);
      if ('finished' in fresh.dataset) events.close();
    } finally {
      reading = false;
      if (again) {
        again = false;
        setTimeout(refresh, 400);
      }
    }
  };
  for (const kind of ['message', 'progress', 'done']) events.addEventListener(kind, refresh);
}

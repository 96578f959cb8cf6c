// One WebSocket a page: watches every [data-live-stream] and turns frames into DOM events that htmx listens for.
// A frame {"stream": "topic:7", "what": "post-created", "post": 12} becomes `live-post-created` on the elements of that
// stream, and `live-changed` on #post-12. After the socket (re)opens, `live-resumed` lets the page catch up.
const TOO_MANY = 4429; // too many pages of one member are open, or this one asks too much
const address = document.querySelector("meta[name=live]")?.content;
const PING_MS = 30_000;
let socket = null;
let delay = 500;
let opened = 0;
let leaving = false;
const watched = new Set();

const streams = () =>
  new Set([...document.querySelectorAll("[data-live-stream]")].map((element) => element.dataset.liveStream));

const elementsOf = (stream) => document.querySelectorAll(`[data-live-stream="${CSS.escape(stream)}"]`);

function announce(element, what, detail = {}) {
  element.dispatchEvent(new CustomEvent(`live-${what}`, { detail, bubbles: false }));
}

// What was open to the reader is not any more: nothing further comes, and they are told so.
function lose(stream) {
  for (const element of elementsOf(stream)) announce(element, "refused");
  const value = document.getElementById("toasts")?.dataset.refused;
  document.dispatchEvent(new CustomEvent("toast", { detail: { value, stays: true } }));
}

function receive(frame) {
  if (!frame.stream) return;
  if (frame.what === "refused" && watched.delete(frame.stream)) return lose(frame.stream);
  if (frame.what === "watching") {
    watched.add(frame.stream);
    for (const element of elementsOf(frame.stream)) announce(element, "resumed");
    if (opened > 1) for (const post of document.querySelectorAll("[data-live-post]")) announce(post, "changed");
    return;
  }
  for (const element of elementsOf(frame.stream)) announce(element, frame.what, frame);
  const post = frame.what === "post-changed" && document.getElementById(`post-${frame.post}`);
  if (post) announce(post, "changed", frame);
}

function open() {
  socket = new WebSocket(address);
  socket.addEventListener("open", () => {
    delay = 500;
    opened += 1;
    for (const stream of streams()) socket.send(JSON.stringify({ watch: stream }));
  });
  socket.addEventListener("message", (message) => receive(JSON.parse(message.data)));
  socket.addEventListener("close", (event) => {
    if (leaving) return;
    if (event.code === TOO_MANY) delay = 60_000;
    setTimeout(open, delay + Math.random() * delay);
    delay = Math.min(delay * 2, 15_000);
  });
}

// What the page says to the socket: {"writing": "topic:7"}.
document.addEventListener("live-say", (event) => {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event.detail));
});

if (address && streams().size) {
  open();
  setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send('{"ping": 1}');
  }, PING_MS);
  addEventListener("pagehide", () => {
    leaving = true;
    socket.close();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    open();
  });
}

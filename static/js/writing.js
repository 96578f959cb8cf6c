// While a member writes a reply, the others who have the conversation open are told so, now and then.
const EVERY_MS = 3_000;
let told = 0;

// Where the reader may look no more, nobody asks who is there.
const here = document.getElementById("here");
here?.addEventListener("live-refused", () => here.remove());

document.addEventListener("input", (event) => {
  const stream = event.target.closest?.("#reply textarea") && document.getElementById("here")?.dataset.liveStream;
  if (!stream || Date.now() - told < EVERY_MS) return;
  told = Date.now();
  document.dispatchEvent(new CustomEvent("live-say", { detail: { writing: stream } }));
});

// Stands on the company's site: <script src="https://community.example/embed/support.js" data-title="Help" async></script>
// Puts the box where the script stands, or into data-into="#help"; data-text says what is already written in the field.
(() => {
  const script = document.currentScript;
  if (!script) return;
  const home = new URL(script.src).origin;
  const KEY = "hearth-support-visit";
  let visit = "";
  try {
    visit = sessionStorage.getItem(KEY) ?? "";
  } catch {
    // This site keeps nothing: each page begins anew.
  }
  const address = new URL(visit ? `/embed/support/${encodeURIComponent(visit)}/` : "/embed/support/", home);
  if (script.dataset.text && !visit) address.searchParams.set("text", script.dataset.text);

  const frame = document.createElement("iframe");
  frame.title = script.dataset.title ?? "Support";
  frame.src = address;
  frame.loading = "lazy";
  frame.referrerPolicy = "no-referrer";
  frame.setAttribute("sandbox", "allow-forms allow-scripts allow-popups allow-popups-to-escape-sandbox");
  frame.width = "100%";
  frame.height = script.dataset.height ?? "420";
  frame.setAttribute("frameborder", "0");
  const into = script.dataset.into && document.querySelector(script.dataset.into);
  if (into) into.append(frame);
  else script.after(frame);

  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.data?.box !== "support") return;
    const height = Number(event.data.height);
    if (height > 0) frame.height = String(Math.min(Math.max(height, 200), 20000));
    if (typeof event.data.visit === "string" && event.data.visit.length < 400) {
      try {
        sessionStorage.setItem(KEY, event.data.visit);
      } catch {
        // As above.
      }
    }
  });
})();

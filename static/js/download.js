// The file that somebody asked for before signing in starts by itself, once its page is there; the button stays for everybody else.
addEventListener("load", () => setTimeout(() => document.querySelector("[data-starts]")?.click(), 300));

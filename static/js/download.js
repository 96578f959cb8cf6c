// The file that somebody asked for before signing in starts by itself; the button stays for everybody else.
document.querySelector("[data-starts]")?.click();

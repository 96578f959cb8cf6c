// The consent line: tells, with the answer and only then, which page led here, so that it can be counted once agreed to.

for (const field of document.querySelectorAll("[data-referrer]")) field.value = document.referrer;

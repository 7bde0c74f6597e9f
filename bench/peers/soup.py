"""BeautifulSoup's part of `npm run bench -- list`.

Reads lines of `PARSER<tab>PATH` and answers each with the milliseconds that it took to parse the page and to take the
text and the address of every link of it, which is the least that a scraper written by hand does.
"""
import sys
import time

from bs4 import BeautifulSoup

print("ready", flush=True)
pages = {}
for line in sys.stdin:
    parser, path = line.rstrip("\n").split("\t")
    if path not in pages:
        with open(path, encoding="utf-8", errors="replace") as page:
            pages[path] = page.read()
    started = time.perf_counter()
    soup = BeautifulSoup(pages[path], parser)
    links = [(link.get_text(" ", strip=True), link.get("href")) for link in soup.find_all("a")]
    print((time.perf_counter() - started) * 1000, len(links), flush=True)

"""Reports: figures chosen by somebody, read for a time and a reader, on a page, as a table, on paper and by mail.

`spans` says which days; `offers` which figures there are, who may read each and where it opens; `contents` reads them; `table` makes
lines of them. `paper` (pictures, PDF), `letter` and `sending` are the worker's: web processes do not load them.
"""

# Two commands set everything up: `make run` and `make test`. Each is a script in bin/.
.PHONY: help run demo shell test check ci bench screenshots

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

run: ## start the community on this machine (PORT, HEARTH_DATA)
	@bin/run

demo: ## replant the demo community from nothing
	@bin/run demo

shell: ## a Python shell beside the running site, or with engines of its own
	@bin/run manage shell

test: ## the whole suite, with engines and a browser
	@bin/test

check: ## format, lint, types, floors, templates, migrations, settings
	@bin/check

ci: ## what runs before anything lands: check, then test
	@bin/ci

bench: ## measure, as a table and as JSON
	@bin/bench

screenshots: ## the main pages as pictures into docs/screenshots
	@bin/screenshots

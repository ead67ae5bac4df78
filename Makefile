.DEFAULT_GOAL := help
.PHONY: help run test check dev bench lock

help: ## Show these lines
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: ## Start the site with its starter library at 127.0.0.1:8000 (HOST, PORT change that)
	@deploy/run.sh

test: ## Run everything: checks, then the suite on SQLite with a real browser and on PostgreSQL
	@deploy/test.sh

check: dev ## Look at the code without running it: style, types, borders between apps, templates, settings
	@deploy/check.sh

dev: ## Make the environment for work on the code (.venv)
	@deploy/venv.sh requirements-dev.txt

bench: ## Measure what pages cost the server, and what a reader’s browser thinks of them (ARGUMENTS=--quick: in brief)
	@deploy/bench.sh $(ARGUMENTS)

# The locks name neither a registry nor a folder; they hold for Python 3.11 and newer on any system.
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml
lock: dev ## Write the locks anew after a change to pyproject.toml (UPGRADE=--upgrade: newest versions)
	$(LOCK) $(UPGRADE) --output-file requirements.txt
	$(LOCK) $(UPGRADE) --extra postgres --constraint requirements.txt --output-file requirements-postgres.txt
	$(LOCK) $(UPGRADE) --extra postgres --group dev --constraint requirements.txt --output-file requirements-dev.txt

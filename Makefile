# Coachkompas. `make run` and `make test` are all that a newcomer needs; the rest helps while working on it.

PORT ?= 8000
HOST ?= 127.0.0.1
PY := .venv/bin/python
export SITE_URL ?= http://localhost:$(PORT)

.PHONY: help run dev test content bench sbom format clean

help:
	@echo "make run      the site on http://localhost:$(PORT)/ (PORT=… to change)"
	@echo "make test     every check, browser tests included (BROWSER=0 and POSTGRESQL=0 leave those out)"
	@echo "make dev      the site with autoreload of code, templates and content"
	@echo "make content  does the content load, and does it read easily?"
	@echo "make bench    timings, as ratios"
	@echo "make sbom     list what an installation holds"

run: .venv/run.stamp var/static.stamp
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py edition prepare
	@echo "Coachkompas on $(SITE_URL)/ (stop with Ctrl+C)"
	@MALLOC_ARENA_MAX=1 exec .venv/bin/granian --interface wsgi --host $(HOST) --port $(PORT) --blocking-threads 4 --http1-buffer-size 32768 --workers-kill-timeout 10 --log-level warning coachapp.wsgi:application

dev: .venv/test.stamp locale/nl/LC_MESSAGES/django.mo
	@DEBUG=1 $(PY) manage.py runserver $(HOST):$(PORT)

test: .venv/test.stamp locale/nl/LC_MESSAGES/django.mo
	@scripts/test

content: .venv/run.stamp
	@$(PY) manage.py content check
	@$(PY) manage.py content read

bench: .venv/test.stamp var/static.stamp
	@$(PY) -m tests.bench

sbom: .venv/test.stamp
	@scripts/sbom

format: .venv/test.stamp
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

clean:
	rm -rf .venv var locale/*/LC_MESSAGES/*.mo

.venv/run.stamp: pyproject.toml scripts/environment
	@scripts/environment .
	@touch $@

.venv/test.stamp: pyproject.toml scripts/environment
	@scripts/environment '.[dev]'
	@touch $@ .venv/run.stamp

locale/nl/LC_MESSAGES/django.mo: locale/nl/LC_MESSAGES/django.po | .venv/run.stamp
	@.venv/bin/pybabel --quiet compile --domain django --directory locale

var/static.stamp: coachapp/stylesheet.py coachapp/settings.py $(shell find static -type f) | .venv/run.stamp locale/nl/LC_MESSAGES/django.mo
	@$(PY) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

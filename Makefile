# `make demo` prueba el sistema con datos inventados; `make test` pasa todas las pruebas;
# `make bench` mide cuánto tarda el informe anual; `make soak` repite a fondo las pruebas largas;
# `make coverage` dice qué líneas y ramas recorren las pruebas.
PYTHON ?= python3
PORT ?= 8000
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: demo test bench soak coverage

demo: .venv/ready
	.venv/bin/python -u manage.py demo --port $(PORT)

test: .venv/ready-for-tests
	.ci/test

bench: .venv/ready-for-tests
	.ci/bench

coverage: .venv/ready-for-tests
	.ci/coverage

soak: .venv/ready-for-tests
	.ci/soak

.venv/ready: requirements.txt .ci/native | .venv/bin/python
	.ci/native libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
	$(PIP) -r requirements.txt
	touch $@

.venv/ready-for-tests: requirements-dev.txt .venv/ready
	.ci/native postgresql chromium libatomic1
	$(PIP) -r requirements-dev.txt
	touch $@

.venv/bin/python:
	$(PYTHON) -c "import ensurepip" 2>/dev/null || .ci/native python3-venv
	$(PYTHON) -m venv .venv

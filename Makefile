# 一个虚拟环境供运行和测试共用：多装测试工具只多几秒，却少一套要维护、要解释的环境。
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# 名字找得到不等于能用（pyenv 会留下空壳），所以逐个试运行。
PYTHON = $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.PHONY: help venv demo run test lint style format imports types lock migration bench clean

help: ## 显示本说明
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

demo: venv ## 用示例数据打开演示，不需要任何配置
	@$(BIN)/shaodian demo

run: venv ## 正式运行（设置见 docs/设置.md）
	@$(BIN)/shaodian run

test: venv ## 运行全部测试；只运行一部分用 make test args=tests/domain
	$(BIN)/pytest $(args)

lint: style format imports ## 检查代码规范、格式和各层之间的引用

style: venv
	$(BIN)/ruff check .

format: venv
	$(BIN)/ruff format --check .

imports: venv
	$(BIN)/lint-imports --no-logo

types: venv ## 检查类型
	$(BIN)/mypy

bench: venv ## 测量速度，结果见 benchmarks/README.md
	$(BIN)/python -m benchmarks

venv: $(READY) ## 按锁定的版本建立虚拟环境，锁变了就重建

$(READY): requirements-dev.lock
	@test -n "$(PYTHON)" || \
		{ echo '需要 Python 3.11 或更新的版本，请先安装（Debian/Ubuntu：apt-get install python3 python3-venv）。'; exit 1; }
	@echo '正在建立运行环境，第一次约需一分钟……'
	@$(PYTHON) -m venv --clear $(VENV) || \
		{ echo '未能建立虚拟环境，请先安装 python3-venv。'; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

LOCK := build/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-header --no-annotate $(if $(upgrade),--upgrade) pyproject.toml
lock: ## 锁定依赖的版本（只记名称、版本和校验值）；升级用 make lock upgrade=1
	@$(PYTHON) -m venv --clear build/lock && build/lock/bin/pip install --quiet uv
	$(LOCK) -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock

migration: venv ## 改了表之后写下一个迁移：make migration name=说明；已有的迁移不再改动
	$(BIN)/python -m storage.migrations $(name)
	$(BIN)/ruff format storage/migrations/versions

clean: ## 删除虚拟环境和一切生成的文件（不动 data/）
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

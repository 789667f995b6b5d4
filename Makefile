# What people and continuous integration do with a checkout. 'make help' lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test lab test-lab lint evidence firmware clean

help: ## List what there is to make
	@awk -F ': ## ' '/^[a-z-]+: ## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: ## Build for release, and show the episodes of a simulated recording
	scripts/packages build
	swift build -c release --product spasm
	.build/release/spasm replay --preset back Fixtures/recordings/back-spasm.edf

test: ## Build and run all tests, as continuous integration does
	scripts/packages build test
	scripts/readers
	SPASM_OPTIMISED=1 swift build --build-tests
	SPASM_OPTIMISED=1 swift test --skip-build --disable-xctest --parallel
	@echo "all tests passed"

lab: ## Build the kernel that devices are tested on, once; it is kept outside the checkout
	scripts/lab build

test-lab: ## Run the command against emulated devices on that kernel
	scripts/packages build
	scripts/lab build
	SPASM_OPTIMISED=1 swift build --product spasm
	scripts/lab test

lint: ## Check the style of every Swift file, and the declared dependencies
	swift format lint --strict --recursive Package.swift Sources Tests Fixtures
	swift build --build-tests --explicit-target-dependency-import-check error

evidence: ## Run at full size what 'make test' runs in small, and measure
	scripts/packages build test evidence
	scripts/evidence

firmware: ## Cross-compile the wire protocol's C codec, and tell what it costs a Cortex-M4
	scripts/packages firmware
	scripts/firmware

clean: ## Remove what was built
	swift package clean

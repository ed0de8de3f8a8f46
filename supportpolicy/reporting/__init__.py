"""Findings as people and machines read them: text, JSON, SARIF, GitHub annotations, JUnit, Markdown."""

from supportpolicy.reporting.formats import render
from supportpolicy.reporting.report import Report

__all__ = ["Report", "render"]

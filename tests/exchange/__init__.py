"""Tests of the exchange with annotators."""

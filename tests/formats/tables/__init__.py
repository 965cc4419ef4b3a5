"""Tests of the tables for spreadsheets."""

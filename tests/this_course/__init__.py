"""Tests of this course: its words, its bank, its labs, and the site that is built of them."""

"""Clés: a key made step by step, its paper copy, the next one, a revoked one."""

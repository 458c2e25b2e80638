"""One module a node. Nodes are plain functions of (state, runtime) that a test calls directly.

A killed node runs again from its start. So each looks first whether its result is there already, and
writes result and audit event in one transaction that also proves its lease.
"""

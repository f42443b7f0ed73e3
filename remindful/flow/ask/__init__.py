"""Questions: accounts, traces, statements, law, exports, and the state of the installation."""

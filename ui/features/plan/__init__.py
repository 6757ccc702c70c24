"""Mon plan d’action: table, board, sheet of an action."""

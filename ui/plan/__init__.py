"""What edits a field of the plan: people, dates, notes, steps, evidence, states."""

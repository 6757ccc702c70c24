"""The atelier: the program of whoever publishes the kit. It proofreads, checks, signs; the kit knows nothing of it."""

"""A text on the screen: its view, its boxes, its finder, lists and heads."""

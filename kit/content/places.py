"""Where the steps and examples of a header stand in a body that does not name the place."""

from __future__ import annotations

from kit.content.blocks import Body, Examples, Heading, Paragraph, Steps
from kit.content.model import Article


def with_steps(body: Body) -> Body:
    """Put the steps of an action under « Comment », after the paragraphs that open it; at the end without one."""
    if any(isinstance(block, Steps) for block in body):
        return body
    place = len(body)
    for number, block in enumerate(body):
        if isinstance(block, Heading) and block.anchor == "comment":
            place = number + 1
            while place < len(body) and isinstance(body[place], Paragraph):
                place += 1
            break
    return (*body[:place], Steps(), *body[place:])


def complete(article: Article, body: Body) -> Body:
    """Return the body with the places of the steps and examples that its header brings."""
    if article.steps:
        body = with_steps(body)
    if article.examples and not any(isinstance(block, Examples) for block in body):
        body = (*body, Examples())
    return body

"""The small kit that packs are made of and installed over."""

from tests.small_kit import key, make_pack, public, resources, texts

__all__ = ["key", "make_pack", "public", "resources", "texts"]
